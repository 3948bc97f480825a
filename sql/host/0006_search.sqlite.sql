-- The words by which records are found, folded. Compared by bytes, so that a beginning is a range.
CREATE TABLE host_search_words (
  record TEXT NOT NULL,
  record_id INTEGER NOT NULL,
  word TEXT NOT NULL,
  PRIMARY KEY (record, record_id, word)
) WITHOUT ROWID;

CREATE INDEX host_search_words_word ON host_search_words (record, word, record_id);
