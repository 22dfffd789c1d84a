-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('admin', 'finance', 'lead');

-- CreateTable
CREATE TABLE "organisation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "thresholds" JSONB NOT NULL DEFAULT '{}',
    "setup_token_hash" TEXT,
    "setup_token_expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "password_hash" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "last_seen_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_team" (
    "user_id" UUID NOT NULL,
    "team_id" INTEGER NOT NULL,

    CONSTRAINT "user_team_pkey" PRIMARY KEY ("user_id","team_id")
);

-- CreateTable
CREATE TABLE "team" (
    "id" SERIAL NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner" TEXT,
    "cost_centre" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "who" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "month_state" (
    "month" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "hash" TEXT,

    CONSTRAINT "month_state_pkey" PRIMARY KEY ("month")
);

-- CreateTable
CREATE TABLE "raw_file" (
    "import_id" INTEGER NOT NULL,
    "encoding" TEXT NOT NULL,

    CONSTRAINT "raw_file_pkey" PRIMARY KEY ("import_id")
);

-- CreateTable
CREATE TABLE "raw_block" (
    "import_id" INTEGER NOT NULL,
    "no" INTEGER NOT NULL,
    "first_row" INTEGER NOT NULL,
    "gzip" BYTEA NOT NULL,

    CONSTRAINT "raw_block_pkey" PRIMARY KEY ("import_id","no")
);

-- CreateTable
CREATE TABLE "import" (
    "id" SERIAL NOT NULL,
    "file_name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "sha256" TEXT,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "rows_read" INTEGER NOT NULL DEFAULT 0,
    "format" TEXT,
    "label" TEXT,
    "yields" TEXT,
    "basis" TEXT,
    "account" TEXT,
    "zone" TEXT,
    "rig_id" INTEGER,
    "summary" JSONB NOT NULL DEFAULT '{}',
    "message" TEXT NOT NULL DEFAULT '',
    "needs_rounding" BOOLEAN NOT NULL DEFAULT false,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "posted_by" TEXT,
    "posted_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_issue" (
    "id" SERIAL NOT NULL,
    "import_id" INTEGER NOT NULL,
    "severity" TEXT NOT NULL,
    "row" INTEGER,
    "column" TEXT,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "left_out_by" TEXT,
    "left_out_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_issue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_coverage" (
    "import_id" INTEGER NOT NULL,
    "provider" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "grouping" TEXT NOT NULL,
    "from_day" DATE NOT NULL,
    "to_day" DATE NOT NULL,

    CONSTRAINT "import_coverage_pkey" PRIMARY KEY ("import_id","provider","account")
);

-- CreateTable
CREATE TABLE "import_key" (
    "import_id" INTEGER NOT NULL,
    "no" INTEGER NOT NULL,
    "provider" TEXT NOT NULL,
    "account" TEXT,
    "project" TEXT,
    "project_name" TEXT,
    "workspace" TEXT,
    "api_key" TEXT,
    "api_key_name" TEXT,
    "person" TEXT,
    "tags" JSONB NOT NULL DEFAULT '{}',
    "model" TEXT,

    CONSTRAINT "import_key_pkey" PRIMARY KEY ("import_id","no")
);

-- CreateTable
CREATE TABLE "import_line" (
    "id" BIGSERIAL NOT NULL,
    "import_id" INTEGER NOT NULL,
    "key_no" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "billed_month" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "is_correction" BOOLEAN NOT NULL,
    "basis" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "cost_kind" TEXT NOT NULL,
    "billed" DECIMAL(65,30) NOT NULL,
    "effective" DECIMAL(65,30),
    "tokens" DECIMAL(28,6),
    "line_count" INTEGER NOT NULL,
    "first_row" INTEGER NOT NULL,
    "more_rows" BYTEA NOT NULL,

    CONSTRAINT "import_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "id" BIGSERIAL NOT NULL,
    "import_id" INTEGER,
    "line_id" BIGINT,
    "day" DATE NOT NULL,
    "billed_month" TEXT NOT NULL,
    "used_month" TEXT NOT NULL,
    "bearer" TEXT NOT NULL,
    "team_id" INTEGER,
    "class" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "account" TEXT,
    "model" TEXT,
    "service" TEXT NOT NULL,
    "cost_kind" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "is_correction" BOOLEAN NOT NULL,
    "basis" TEXT NOT NULL,
    "rig_id" INTEGER,
    "rig_part" TEXT,
    "currency" TEXT NOT NULL,
    "billed" DECIMAL(28,12) NOT NULL,
    "effective" DECIMAL(28,12) NOT NULL,
    "tokens" DECIMAL(28,6),
    "rule_id" INTEGER,
    "because" TEXT NOT NULL,
    "corrects" BIGINT,
    "cause_id" INTEGER,
    "posted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rollup" (
    "billed_month" TEXT NOT NULL,
    "used_month" TEXT NOT NULL,
    "bearer" TEXT NOT NULL,
    "team_id" INTEGER NOT NULL,
    "class" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "cost_kind" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "is_correction" BOOLEAN NOT NULL,
    "basis" TEXT NOT NULL,
    "rig_id" INTEGER NOT NULL,
    "rig_part" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "has_tokens" BOOLEAN NOT NULL,
    "billed" DECIMAL(28,12) NOT NULL,
    "effective" DECIMAL(28,12) NOT NULL,
    "tokens" DECIMAL(28,6) NOT NULL,
    "entries" INTEGER NOT NULL,

    CONSTRAINT "rollup_pkey" PRIMARY KEY ("billed_month","used_month","bearer","team_id","class","provider","model","service","cost_kind","category","is_correction","basis","rig_id","rig_part","currency","has_tokens")
);

-- CreateTable
CREATE TABLE "rule" (
    "id" SERIAL NOT NULL,
    "number" INTEGER NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "from_day" DATE,
    "to_day" DATE,
    "match" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rule_share" (
    "rule_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "percent" DECIMAL(9,6) NOT NULL,

    CONSTRAINT "rule_share_pkey" PRIMARY KEY ("rule_id","team_id")
);

-- CreateTable
CREATE TABLE "rig" (
    "id" SERIAL NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hardware" TEXT NOT NULL DEFAULT '',
    "zone" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "price" DECIMAL(28,12) NOT NULL,
    "in_service" DATE NOT NULL,
    "months" INTEGER NOT NULL,
    "salvage" DECIMAL(28,12) NOT NULL DEFAULT 0,
    "hosting_monthly" DECIMAL(28,12),
    "operations_hours" DECIMAL(12,4),
    "operations_rate" DECIMAL(28,12),
    "tariff_per_kwh" DECIMAL(28,12),
    "wall_factor" DECIMAL(9,6) NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rig_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rig_share" (
    "rig_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "percent" DECIMAL(9,6) NOT NULL,

    CONSTRAINT "rig_share_pkey" PRIMARY KEY ("rig_id","team_id")
);

-- CreateTable
CREATE TABLE "power_block" (
    "id" BIGSERIAL NOT NULL,
    "import_id" INTEGER NOT NULL,
    "rig_id" INTEGER NOT NULL,
    "device" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "samples" INTEGER NOT NULL,
    "packed" BYTEA NOT NULL,
    "is_posted" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "power_block_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "power_day" (
    "rig_id" INTEGER NOT NULL,
    "device" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "steps" JSONB NOT NULL,

    CONSTRAINT "power_day_pkey" PRIMARY KEY ("rig_id","device","day")
);

-- CreateTable
CREATE TABLE "energy_hour" (
    "rig_id" INTEGER NOT NULL,
    "device" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "microjoules" DECIMAL(24,1) NOT NULL,
    "covered_ms" INTEGER NOT NULL,
    "peak_milliwatts" INTEGER NOT NULL,

    CONSTRAINT "energy_hour_pkey" PRIMARY KEY ("rig_id","device","hour")
);

-- CreateTable
CREATE TABLE "digest_subscription" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "teams" TEXT[],
    "cadence" TEXT NOT NULL,
    "day_of_month" INTEGER NOT NULL,
    "weekday" INTEGER NOT NULL,
    "hour" INTEGER NOT NULL,
    "zone" TEXT NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "unsubscribe_token" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "digest_subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "digest_delivery" (
    "id" SERIAL NOT NULL,
    "subscription_id" INTEGER NOT NULL,
    "period" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "subject" TEXT NOT NULL DEFAULT '',
    "message_id" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "result" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "digest_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "team_slug_key" ON "team"("slug");

-- CreateIndex
CREATE INDEX "audit_event_at_idx" ON "audit_event"("at");

-- CreateIndex
CREATE INDEX "import_sha256_idx" ON "import"("sha256");

-- CreateIndex
CREATE INDEX "import_state_idx" ON "import"("state");

-- CreateIndex
CREATE INDEX "import_issue_import_id_severity_idx" ON "import_issue"("import_id", "severity");

-- CreateIndex
CREATE INDEX "import_coverage_provider_from_day_to_day_idx" ON "import_coverage"("provider", "from_day", "to_day");

-- CreateIndex
CREATE INDEX "import_line_import_id_key_no_idx" ON "import_line"("import_id", "key_no");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_entry_corrects_key" ON "ledger_entry"("corrects");

-- CreateIndex
CREATE INDEX "ledger_entry_billed_month_team_id_idx" ON "ledger_entry"("billed_month", "team_id");

-- CreateIndex
CREATE INDEX "ledger_entry_used_month_team_id_idx" ON "ledger_entry"("used_month", "team_id");

-- CreateIndex
CREATE INDEX "ledger_entry_import_id_idx" ON "ledger_entry"("import_id");

-- CreateIndex
CREATE INDEX "ledger_entry_line_id_idx" ON "ledger_entry"("line_id");

-- CreateIndex
CREATE INDEX "ledger_entry_cause_id_idx" ON "ledger_entry"("cause_id");

-- CreateIndex
CREATE INDEX "ledger_entry_rig_id_billed_month_idx" ON "ledger_entry"("rig_id", "billed_month");

-- CreateIndex
CREATE INDEX "rollup_used_month_idx" ON "rollup"("used_month");

-- CreateIndex
CREATE UNIQUE INDEX "rule_number_version_key" ON "rule"("number", "version");

-- CreateIndex
CREATE UNIQUE INDEX "rig_slug_key" ON "rig"("slug");

-- CreateIndex
CREATE INDEX "power_block_rig_id_device_day_idx" ON "power_block"("rig_id", "device", "day");

-- CreateIndex
CREATE INDEX "power_block_import_id_idx" ON "power_block"("import_id");

-- CreateIndex
CREATE UNIQUE INDEX "digest_subscription_unsubscribe_token_key" ON "digest_subscription"("unsubscribe_token");

-- CreateIndex
CREATE UNIQUE INDEX "digest_delivery_subscription_id_period_kind_key" ON "digest_delivery"("subscription_id", "period", "kind");

-- AddForeignKey
ALTER TABLE "user_team" ADD CONSTRAINT "user_team_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_team" ADD CONSTRAINT "user_team_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "raw_file" ADD CONSTRAINT "raw_file_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "raw_block" ADD CONSTRAINT "raw_block_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "raw_file"("import_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import" ADD CONSTRAINT "import_rig_id_fkey" FOREIGN KEY ("rig_id") REFERENCES "rig"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_issue" ADD CONSTRAINT "import_issue_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_coverage" ADD CONSTRAINT "import_coverage_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_key" ADD CONSTRAINT "import_key_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_line" ADD CONSTRAINT "import_line_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_line" ADD CONSTRAINT "import_line_import_id_key_no_fkey" FOREIGN KEY ("import_id", "key_no") REFERENCES "import_key"("import_id", "no") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "import_line"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_rig_id_fkey" FOREIGN KEY ("rig_id") REFERENCES "rig"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "rule"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_corrects_fkey" FOREIGN KEY ("corrects") REFERENCES "ledger_entry"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_share" ADD CONSTRAINT "rule_share_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "rule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_share" ADD CONSTRAINT "rule_share_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rig_share" ADD CONSTRAINT "rig_share_rig_id_fkey" FOREIGN KEY ("rig_id") REFERENCES "rig"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rig_share" ADD CONSTRAINT "rig_share_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "power_block" ADD CONSTRAINT "power_block_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "power_block" ADD CONSTRAINT "power_block_rig_id_fkey" FOREIGN KEY ("rig_id") REFERENCES "rig"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "power_day" ADD CONSTRAINT "power_day_rig_id_fkey" FOREIGN KEY ("rig_id") REFERENCES "rig"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "energy_hour" ADD CONSTRAINT "energy_hour_rig_id_fkey" FOREIGN KEY ("rig_id") REFERENCES "rig"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "digest_delivery" ADD CONSTRAINT "digest_delivery_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "digest_subscription"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The ledger grows: no update, no delete. Emptying it is possible only where a reset of the demo company is declared.
CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' AND current_setting('tokenwatt.reset', true) = 'demo' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'The ledger only grows: % refused. Post a correction that names the entry instead.', TG_OP
    USING ERRCODE = 'TW001';
END;
$$;
CREATE TRIGGER ledger_entry_only_grows BEFORE UPDATE OR DELETE ON "ledger_entry"
  FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER ledger_entry_not_emptied BEFORE TRUNCATE ON "ledger_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER audit_event_only_grows BEFORE UPDATE OR DELETE ON "audit_event"
  FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();

ALTER TABLE "ledger_entry"
  ADD CONSTRAINT "ledger_entry_bearer" CHECK ((bearer = 'team') = (team_id IS NOT NULL) AND bearer IN ('team', 'unassigned', 'idle')),
  ADD CONSTRAINT "ledger_entry_class" CHECK (class IN ('cloud', 'rig', 'shared') AND (class = 'rig') = (rig_id IS NOT NULL)),
  ADD CONSTRAINT "ledger_entry_months" CHECK (billed_month ~ '^\d{4}-\d{2}$' AND used_month = to_char(day, 'YYYY-MM'));
