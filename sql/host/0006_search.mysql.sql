-- The words by which records are found, folded. Compared by bytes, so that a beginning is a range.
CREATE TABLE host_search_words (
  record VARBINARY(100) NOT NULL,
  record_id BIGINT NOT NULL,
  word VARBINARY(64) NOT NULL,
  PRIMARY KEY (record, record_id, word)
) ENGINE = InnoDB;

CREATE INDEX host_search_words_word ON host_search_words (record, word, record_id);
