-- DropForeignKey
ALTER TABLE "import_key" DROP CONSTRAINT "import_key_import_id_fkey";

-- DropForeignKey
ALTER TABLE "import_line" DROP CONSTRAINT "import_line_import_id_fkey";

-- DropForeignKey
ALTER TABLE "import_line" DROP CONSTRAINT "import_line_import_id_key_no_fkey";

-- DropForeignKey
ALTER TABLE "ledger_entry" DROP CONSTRAINT "ledger_entry_import_id_fkey";

-- DropForeignKey
ALTER TABLE "ledger_entry" DROP CONSTRAINT "ledger_entry_line_id_fkey";

-- DropForeignKey
ALTER TABLE "ledger_entry" DROP CONSTRAINT "ledger_entry_rig_id_fkey";

-- DropForeignKey
ALTER TABLE "ledger_entry" DROP CONSTRAINT "ledger_entry_rule_id_fkey";

-- DropForeignKey
ALTER TABLE "ledger_entry" DROP CONSTRAINT "ledger_entry_team_id_fkey";

-- What the constraints checked row by row, checked once for each statement: nothing in the ledger or among the lines may
-- point at what is not there, and nothing that the ledger points at may go.
CREATE FUNCTION check_ledger_references() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM (SELECT DISTINCT team_id FROM fresh WHERE team_id IS NOT NULL) f WHERE NOT EXISTS (SELECT 1 FROM team t WHERE t.id = f.team_id))
    OR EXISTS (SELECT 1 FROM (SELECT DISTINCT rig_id FROM fresh WHERE rig_id IS NOT NULL) f WHERE NOT EXISTS (SELECT 1 FROM rig g WHERE g.id = f.rig_id))
    OR EXISTS (SELECT 1 FROM (SELECT DISTINCT rule_id FROM fresh WHERE rule_id IS NOT NULL) f WHERE NOT EXISTS (SELECT 1 FROM rule r WHERE r.id = f.rule_id))
    OR EXISTS (SELECT 1 FROM (SELECT DISTINCT import_id FROM fresh WHERE import_id IS NOT NULL) f WHERE NOT EXISTS (SELECT 1 FROM import i WHERE i.id = f.import_id))
    OR EXISTS (SELECT 1 FROM fresh f LEFT JOIN import_line l ON l.id = f.line_id WHERE f.line_id IS NOT NULL AND (l.id IS NULL OR l.import_id IS DISTINCT FROM f.import_id))
  THEN
    RAISE EXCEPTION 'A ledger entry points at a team, rig, rule, import or line that is not there.' USING ERRCODE = 'TW002';
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER ledger_entry_references AFTER INSERT ON "ledger_entry" REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION check_ledger_references();

CREATE FUNCTION check_line_references() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM (SELECT DISTINCT import_id, key_no FROM fresh) f LEFT JOIN import_key k ON k.import_id = f.import_id AND k.no = f.key_no WHERE k.no IS NULL) THEN
    RAISE EXCEPTION 'A line points at a key that is not there.' USING ERRCODE = 'TW002';
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER import_line_references AFTER INSERT ON "import_line" REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION check_line_references();

CREATE FUNCTION refuse_what_the_ledger_needs() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_needed boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM gone JOIN ledger_entry e ON e.%I = gone.id)', TG_ARGV[0]) INTO is_needed;
  IF is_needed THEN
    RAISE EXCEPTION 'The ledger points at this %; it cannot be removed.', TG_TABLE_NAME USING ERRCODE = 'TW002';
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER team_is_needed AFTER DELETE ON "team" REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_what_the_ledger_needs('team_id');
CREATE TRIGGER rig_is_needed AFTER DELETE ON "rig" REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_what_the_ledger_needs('rig_id');
CREATE TRIGGER rule_is_needed AFTER DELETE ON "rule" REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_what_the_ledger_needs('rule_id');
CREATE TRIGGER import_is_needed AFTER DELETE ON "import" REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_what_the_ledger_needs('import_id');
CREATE TRIGGER import_line_is_needed AFTER DELETE ON "import_line" REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_what_the_ledger_needs('line_id');
