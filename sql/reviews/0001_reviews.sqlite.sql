-- Reviews of whatever other plugins have to review: `subject_kind` and `subject_id` name it ("show", 7).
-- A review has revisions, each with its stars and its text. `latest` is the author's newest one, which `state` is about:
-- pending, approved, rejected; or the whole review is withdrawn (by the author) or deleted (by the school).
-- What everybody sees is `public_revision`, which may be an older one, or the school's edit of one; its stars and the
-- time when it became public stand beside it for the indexes of the lists.
-- `live_author` is the author while the review is there and NULL afterwards: its unique index is the rule that one person
-- has one review of one thing. `author_id` is NULL once the account is erased. `version` grows with every change but a
-- report; each change is an UPDATE that names the version it was made on.
CREATE TABLE reviews_reviews (
  id              INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  version         INTEGER NOT NULL DEFAULT 1,
  subject_kind    TEXT    NOT NULL,
  subject_id      INTEGER NOT NULL,
  author_id       INTEGER NULL,
  live_author     INTEGER NULL,
  state           TEXT    NOT NULL DEFAULT 'pending',
  latest          INTEGER NOT NULL DEFAULT 1,
  created_at      INTEGER NOT NULL,
  changed_at      INTEGER NOT NULL,
  public_revision INTEGER NULL,
  public_stars    INTEGER NULL,
  public_at       INTEGER NULL,
  reported_at     INTEGER NULL,
  reply           TEXT    NOT NULL DEFAULT '',
  replied_at      INTEGER NULL,
  CONSTRAINT reviews_reviews_state CHECK (state IN ('pending', 'approved', 'rejected', 'withdrawn', 'deleted')),
  CONSTRAINT reviews_reviews_public CHECK ((public_revision IS NULL) = (public_stars IS NULL)
                                           AND (public_revision IS NULL) = (public_at IS NULL)),
  CONSTRAINT reviews_reviews_gone CHECK (state NOT IN ('withdrawn', 'deleted') OR public_revision IS NULL)
) STRICT;
CREATE UNIQUE INDEX reviews_reviews_own ON reviews_reviews (subject_kind, subject_id, live_author);
CREATE INDEX reviews_reviews_author ON reviews_reviews (author_id, id);
CREATE INDEX reviews_reviews_queue ON reviews_reviews (state, changed_at, id);
CREATE INDEX reviews_reviews_created ON reviews_reviews (created_at, id);
CREATE INDEX reviews_reviews_reported ON reviews_reviews (reported_at, id);
CREATE INDEX reviews_reviews_newest ON reviews_reviews (public_at, id);
CREATE INDEX reviews_reviews_stars ON reviews_reviews (public_stars, public_at, id);
CREATE INDEX reviews_reviews_subject ON reviews_reviews (subject_kind, subject_id, public_at, id);
CREATE INDEX reviews_reviews_subject_stars ON reviews_reviews (subject_kind, subject_id, public_stars, public_at, id);

-- Rows are only ever added. `base` and `editor_id` are there for an edit of the school's: of which revision, by whom.
CREATE TABLE reviews_revisions (
  review_id INTEGER NOT NULL,
  number    INTEGER NOT NULL,
  base      INTEGER NULL,
  editor_id INTEGER NULL,
  stars     INTEGER NOT NULL,
  body      TEXT    NOT NULL,
  at        INTEGER NOT NULL,
  PRIMARY KEY (review_id, number),
  CONSTRAINT reviews_revisions_stars CHECK (stars BETWEEN 1 AND 5),
  CONSTRAINT reviews_revisions_review FOREIGN KEY (review_id) REFERENCES reviews_reviews (id) ON DELETE CASCADE
) STRICT;

-- Who decided what, and on which revision: approved, edited, kept (although reported), rejected, deleted, replied.
CREATE TABLE reviews_decisions (
  id        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  review_id INTEGER NOT NULL,
  revision  INTEGER NOT NULL,
  decision  TEXT    NOT NULL,
  reason    TEXT    NOT NULL DEFAULT '',
  by_id     INTEGER NULL,
  at        INTEGER NOT NULL,
  CONSTRAINT reviews_decisions_review FOREIGN KEY (review_id) REFERENCES reviews_reviews (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX reviews_decisions_review ON reviews_decisions (review_id, id);
CREATE INDEX reviews_decisions_at ON reviews_decisions (at, id);

-- That somebody finds a review abusive: once for each person. A decision on the review closes them.
CREATE TABLE reviews_reports (
  review_id INTEGER NOT NULL,
  user_id   INTEGER NOT NULL,
  reason    TEXT    NOT NULL DEFAULT '',
  at        INTEGER NOT NULL,
  closed_at INTEGER NULL,
  PRIMARY KEY (review_id, user_id),
  CONSTRAINT reviews_reports_review FOREIGN KEY (review_id) REFERENCES reviews_reviews (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX reviews_reports_user ON reviews_reports (user_id);

-- Which review a moderator has open, until when. It only tells the others: the version decides.
CREATE TABLE reviews_claims (
  review_id INTEGER NOT NULL PRIMARY KEY,
  user_id   INTEGER NOT NULL,
  until_at  INTEGER NOT NULL,
  CONSTRAINT reviews_claims_review FOREIGN KEY (review_id) REFERENCES reviews_reviews (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX reviews_claims_user ON reviews_claims (user_id);

-- What the public reviews of one thing add up to; written in the transaction of what changes it.
CREATE TABLE reviews_totals (
  subject_kind TEXT    NOT NULL,
  subject_id   INTEGER NOT NULL,
  reviews      INTEGER NOT NULL,
  stars_sum    INTEGER NOT NULL,
  stars1       INTEGER NOT NULL,
  stars2       INTEGER NOT NULL,
  stars3       INTEGER NOT NULL,
  stars4       INTEGER NOT NULL,
  stars5       INTEGER NOT NULL,
  PRIMARY KEY (subject_kind, subject_id)
) STRICT;
