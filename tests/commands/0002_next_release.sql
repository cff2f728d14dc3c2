-- What a later release might add: a table, and a column of one that is there. Only the tests' program carries it.
CREATE TABLE later_remark (
    id {identity},
    remark TEXT NOT NULL);
ALTER TABLE installation ADD COLUMN remark TEXT;
INSERT INTO later_remark (remark) SELECT name FROM installation;
