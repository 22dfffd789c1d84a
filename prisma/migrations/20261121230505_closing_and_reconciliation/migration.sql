-- AlterTable
ALTER TABLE "import" ADD COLUMN     "container" TEXT,
ADD COLUMN     "exported_at" TIMESTAMPTZ(3),
ADD COLUMN     "mapping_id" INTEGER,
ADD COLUMN     "part_no" TEXT,
ADD COLUMN     "part_of" TEXT;

-- AlterTable
ALTER TABLE "import_coverage" ADD COLUMN     "basis" TEXT NOT NULL DEFAULT 'billed',
ADD COLUMN     "family" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "has_tokens" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "import_line" ADD COLUMN     "requests" DECIMAL(28,6),
ADD COLUMN     "scope" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "ledger_entry" ADD COLUMN     "of_month" TEXT,
ADD COLUMN     "original_billed" DECIMAL(28,12),
ADD COLUMN     "original_currency" TEXT,
ADD COLUMN     "original_effective" DECIMAL(28,12),
ADD COLUMN     "rate_id" INTEGER,
ADD COLUMN     "working" JSONB;

-- AlterTable
ALTER TABLE "rule" ADD COLUMN     "split_by" JSONB;

-- CreateTable
CREATE TABLE "month_event" (
    "id" SERIAL NOT NULL,
    "month" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "by" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "reason" TEXT NOT NULL DEFAULT '',
    "hash" TEXT,
    "snapshot" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "month_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reconciliation_reason" (
    "id" SERIAL NOT NULL,
    "month" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" DECIMAL(28,12) NOT NULL,
    "code" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "reconciliation_reason_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice" (
    "id" SERIAL NOT NULL,
    "import_id" INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "seller" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "issued" DATE NOT NULL,
    "due" DATE,
    "account" TEXT NOT NULL DEFAULT '',
    "month" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "subtotal" DECIMAL(28,12),
    "tax" DECIMAL(28,12),
    "total" DECIMAL(28,12) NOT NULL,
    "amount_due" DECIMAL(28,12),
    "is_prepaid" BOOLEAN NOT NULL,
    "lines" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provider_period" (
    "import_id" INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    "issuer" TEXT NOT NULL,
    "from_day" DATE NOT NULL,
    "to_day" DATE NOT NULL,
    "status" TEXT NOT NULL,
    "changed_at" TEXT,

    CONSTRAINT "provider_period_pkey" PRIMARY KEY ("import_id","row")
);

-- CreateTable
CREATE TABLE "fx_rate" (
    "id" SERIAL NOT NULL,
    "day" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "quote" TEXT NOT NULL,
    "rate" DECIMAL(28,15) NOT NULL,
    "source" TEXT NOT NULL,
    "import_id" INTEGER,
    "note" TEXT NOT NULL DEFAULT '',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "fx_rate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "own_price" (
    "id" SERIAL NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "from_day" DATE NOT NULL,
    "to_day" DATE,
    "currency" TEXT NOT NULL,
    "per_million" JSONB NOT NULL,
    "source" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "own_price_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_scope" (
    "provider" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "services" TEXT[],
    "changed_by" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "source_scope_pkey" PRIMARY KEY ("provider","format")
);

-- CreateTable
CREATE TABLE "table_mapping" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "spec" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "table_mapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_choice" (
    "import_id" INTEGER NOT NULL,
    "over_id" INTEGER NOT NULL,

    CONSTRAINT "import_choice_pkey" PRIMARY KEY ("import_id","over_id")
);

-- CreateIndex
CREATE INDEX "month_event_month_idx" ON "month_event"("month");

-- CreateIndex
CREATE INDEX "reconciliation_reason_month_provider_account_idx" ON "reconciliation_reason"("month", "provider", "account");

-- CreateIndex
CREATE INDEX "invoice_month_provider_idx" ON "invoice"("month", "provider");

-- CreateIndex
CREATE INDEX "invoice_import_id_idx" ON "invoice"("import_id");

-- CreateIndex
CREATE INDEX "fx_rate_currency_quote_day_idx" ON "fx_rate"("currency", "quote", "day");

-- CreateIndex
CREATE INDEX "own_price_provider_idx" ON "own_price"("provider");

-- CreateIndex
CREATE INDEX "table_mapping_signature_idx" ON "table_mapping"("signature");

-- CreateIndex
CREATE INDEX "ledger_entry_of_month_idx" ON "ledger_entry"("of_month");

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provider_period" ADD CONSTRAINT "provider_period_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fx_rate" ADD CONSTRAINT "fx_rate_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is there already: a feed of its own for each format, as sure as its import says.
UPDATE "import_coverage" c SET family = c.format, basis = coalesce(i.basis, 'billed') FROM "import" i WHERE i.id = c.import_id;

-- A line that comes late for a closed month counts in the month it is posted to and names the one it is about.
ALTER TABLE "ledger_entry" DROP CONSTRAINT "ledger_entry_months";
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_months" CHECK (billed_month ~ '^\d{4}-\d{2}$' AND used_month ~ '^\d{4}-\d{2}$'
  AND (of_month IS NOT NULL OR used_month = to_char(day, 'YYYY-MM')));

-- The month a line of `wanted` is posted to: itself, or the first after it that is not closed.
CREATE FUNCTION posting_month(wanted text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  month_tried text := wanted;
BEGIN
  WHILE EXISTS (SELECT 1 FROM month_state s WHERE s.month = month_tried AND s.state = 'closed') LOOP
    month_tried := to_char(to_date(month_tried, 'YYYY-MM') + interval '1 month', 'YYYY-MM');
  END LOOP;
  RETURN month_tried;
END;
$$;

-- A month once closed stays closed: no entry can be written into it, by whatever way.
CREATE FUNCTION refuse_closed_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM month_state s WHERE s.state = 'closed' AND EXISTS (SELECT 1 FROM fresh f WHERE f.billed_month = s.month OR f.used_month = s.month)) THEN
    RAISE EXCEPTION 'A closed month takes no entries. Post a correction into an open month, or reopen it with a reason.' USING ERRCODE = 'TW003';
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER ledger_entry_month_is_open AFTER INSERT ON "ledger_entry" REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_closed_month();

CREATE TRIGGER month_event_only_grows BEFORE UPDATE OR DELETE ON "month_event"
  FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
