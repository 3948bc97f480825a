-- Reviews of whatever other plugins have to review: `subject_kind` and `subject_id` name it ("show", 7).
-- A review has revisions, each with its stars and its text. `latest` is the author's newest one, which `state` is about:
-- pending, approved, rejected; or the whole review is withdrawn (by the author) or deleted (by the school).
-- What everybody sees is `public_revision`, which may be an older one, or the school's edit of one; its stars and the
-- time when it became public stand beside it for the indexes of the lists.
-- `live_author` is the author while the review is there and NULL afterwards: its unique index is the rule that one person
-- has one review of one thing. `author_id` is NULL once the account is erased. `version` grows with every change but a
-- report; each change is an UPDATE that names the version it was made on.
CREATE TABLE reviews_reviews (
  id              BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version         BIGINT NOT NULL DEFAULT 1,
  subject_kind    VARCHAR(32) NOT NULL,
  subject_id      BIGINT NOT NULL,
  author_id       BIGINT NULL,
  live_author     BIGINT NULL,
  state           VARCHAR(16) NOT NULL DEFAULT 'pending',
  latest          BIGINT NOT NULL DEFAULT 1,
  created_at      BIGINT NOT NULL,
  changed_at      BIGINT NOT NULL,
  public_revision BIGINT NULL,
  public_stars    BIGINT NULL,
  public_at       BIGINT NULL,
  reported_at     BIGINT NULL,
  reply           TEXT NOT NULL,
  replied_at      BIGINT NULL,
  CONSTRAINT reviews_reviews_state CHECK (state IN ('pending', 'approved', 'rejected', 'withdrawn', 'deleted')),
  CONSTRAINT reviews_reviews_public CHECK ((public_revision IS NULL) = (public_stars IS NULL)
                                           AND (public_revision IS NULL) = (public_at IS NULL)),
  CONSTRAINT reviews_reviews_gone CHECK (state NOT IN ('withdrawn', 'deleted') OR public_revision IS NULL),
  UNIQUE KEY reviews_reviews_own (subject_kind, subject_id, live_author),
  KEY reviews_reviews_author (author_id, id),
  KEY reviews_reviews_queue (state, changed_at, id),
  KEY reviews_reviews_created (created_at, id),
  KEY reviews_reviews_reported (reported_at, id),
  KEY reviews_reviews_newest (public_at, id),
  KEY reviews_reviews_stars (public_stars, public_at, id),
  KEY reviews_reviews_subject (subject_kind, subject_id, public_at, id),
  KEY reviews_reviews_subject_stars (subject_kind, subject_id, public_stars, public_at, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Rows are only ever added. `base` and `editor_id` are there for an edit of the school's: of which revision, by whom.
CREATE TABLE reviews_revisions (
  review_id BIGINT NOT NULL,
  number    BIGINT NOT NULL,
  base      BIGINT NULL,
  editor_id BIGINT NULL,
  stars     BIGINT NOT NULL,
  body      TEXT NOT NULL,
  at        BIGINT NOT NULL,
  PRIMARY KEY (review_id, number),
  CONSTRAINT reviews_revisions_stars CHECK (stars BETWEEN 1 AND 5),
  CONSTRAINT reviews_revisions_review FOREIGN KEY (review_id) REFERENCES reviews_reviews (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Who decided what, and on which revision: approved, edited, kept (although reported), rejected, deleted, replied.
CREATE TABLE reviews_decisions (
  id        BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  review_id BIGINT NOT NULL,
  revision  BIGINT NOT NULL,
  decision  VARCHAR(16) NOT NULL,
  reason    TEXT NOT NULL,
  by_id     BIGINT NULL,
  at        BIGINT NOT NULL,
  CONSTRAINT reviews_decisions_review FOREIGN KEY (review_id) REFERENCES reviews_reviews (id) ON DELETE CASCADE,
  KEY reviews_decisions_review (review_id, id),
  KEY reviews_decisions_at (at, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- That somebody finds a review abusive: once for each person. A decision on the review closes them.
CREATE TABLE reviews_reports (
  review_id BIGINT NOT NULL,
  user_id   BIGINT NOT NULL,
  reason    TEXT NOT NULL,
  at        BIGINT NOT NULL,
  closed_at BIGINT NULL,
  PRIMARY KEY (review_id, user_id),
  CONSTRAINT reviews_reports_review FOREIGN KEY (review_id) REFERENCES reviews_reviews (id) ON DELETE CASCADE,
  KEY reviews_reports_user (user_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Which review a moderator has open, until when. It only tells the others: the version decides.
CREATE TABLE reviews_claims (
  review_id BIGINT NOT NULL PRIMARY KEY,
  user_id   BIGINT NOT NULL,
  until_at  BIGINT NOT NULL,
  CONSTRAINT reviews_claims_review FOREIGN KEY (review_id) REFERENCES reviews_reviews (id) ON DELETE CASCADE,
  KEY reviews_claims_user (user_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What the public reviews of one thing add up to; written in the transaction of what changes it.
CREATE TABLE reviews_totals (
  subject_kind VARCHAR(32) NOT NULL,
  subject_id   BIGINT NOT NULL,
  reviews      BIGINT NOT NULL,
  stars_sum    BIGINT NOT NULL,
  stars1       BIGINT NOT NULL,
  stars2       BIGINT NOT NULL,
  stars3       BIGINT NOT NULL,
  stars4       BIGINT NOT NULL,
  stars5       BIGINT NOT NULL,
  PRIMARY KEY (subject_kind, subject_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
