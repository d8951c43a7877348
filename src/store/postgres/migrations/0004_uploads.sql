-- Up Migration

-- The bytes of customers' files. Whether a record names one is looked up a while after it was put: until then it is loose.
CREATE TABLE wendy.uploads (
  id text COLLATE "C" PRIMARY KEY,
  put_at double precision NOT NULL,  -- epoch ms
  loose boolean NOT NULL DEFAULT true,
  bytes bytea NOT NULL
);
-- A picture is packed already.
ALTER TABLE wendy.uploads ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE INDEX uploads_loose ON wendy.uploads (put_at) WHERE loose;
