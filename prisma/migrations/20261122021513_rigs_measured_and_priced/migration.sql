-- What was kept so far are polled GPU logs, one series a device. Their quarter hours are reckoned anew from the readings
-- when Tokenwatt next starts.
-- CreateTable
CREATE TABLE "power_series" (
    "id" SERIAL NOT NULL,
    "rig_id" INTEGER NOT NULL,
    "device" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "wrap_millijoules" BIGINT,
    "rated_milliwatts" BIGINT,
    "max_silence_ms" BIGINT,

    CONSTRAINT "power_series_pkey" PRIMARY KEY ("id")
);

INSERT INTO "power_series" (rig_id, device, scope, kind)
  SELECT DISTINCT rig_id, device, 'gpu', 'polled' FROM "power_block" UNION SELECT DISTINCT rig_id, device, 'gpu', 'polled' FROM "power_day";
ALTER TABLE "power_block" ADD COLUMN "series_id" INTEGER;
UPDATE "power_block" b SET series_id = s.id FROM "power_series" s WHERE s.rig_id = b.rig_id AND s.device = b.device;
ALTER TABLE "power_block" ALTER COLUMN "series_id" SET NOT NULL;
ALTER TABLE "power_day" ADD COLUMN "series_id" INTEGER;
UPDATE "power_day" d SET series_id = s.id FROM "power_series" s WHERE s.rig_id = d.rig_id AND s.device = d.device;

-- DropForeignKey
ALTER TABLE "energy_hour" DROP CONSTRAINT "energy_hour_rig_id_fkey";

-- DropForeignKey
ALTER TABLE "power_day" DROP CONSTRAINT "power_day_rig_id_fkey";

-- DropIndex
DROP INDEX "power_block_rig_id_device_day_idx";

-- AlterTable
ALTER TABLE "power_block" DROP COLUMN "device";

-- AlterTable
ALTER TABLE "power_day" DROP CONSTRAINT "power_day_pkey",
DROP COLUMN "device",
DROP COLUMN "rig_id",
ALTER COLUMN "series_id" SET NOT NULL,
ADD CONSTRAINT "power_day_pkey" PRIMARY KEY ("series_id", "day");

-- AlterTable
ALTER TABLE "rig" ADD COLUMN     "catalogue_id" TEXT,
ADD COLUMN     "decode_weight" DECIMAL(18,9),
ADD COLUMN     "grid_zone" TEXT,
ADD COLUMN     "idle_bearer" TEXT NOT NULL DEFAULT 'idle',
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'owned',
ADD COLUMN     "latency_ms" INTEGER,
ADD COLUMN     "latency_of" TEXT NOT NULL DEFAULT 'first-token',
ADD COLUMN     "latency_quantile" INTEGER NOT NULL DEFAULT 95,
ADD COLUMN     "owner_team_id" INTEGER,
ADD COLUMN     "prefill_weight" DECIMAL(18,9),
ADD COLUMN     "replaces" TEXT,
ADD COLUMN     "retired_on" DATE,
ADD COLUMN     "serves" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "split_by" TEXT NOT NULL DEFAULT 'shares',
ADD COLUMN     "target_percent" DECIMAL(9,6) NOT NULL DEFAULT 85;

-- AlterTable
ALTER TABLE "rig_share" DROP CONSTRAINT "rig_share_pkey",
ADD COLUMN     "from_day" DATE NOT NULL DEFAULT '2000-01-01'::date,
ADD CONSTRAINT "rig_share_pkey" PRIMARY KEY ("rig_id", "from_day", "team_id");

-- DropTable
DROP TABLE "energy_hour";

-- CreateTable
CREATE TABLE "rig_asset" (
    "id" SERIAL NOT NULL,
    "rig_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "price" DECIMAL(28,12) NOT NULL,
    "salvage" DECIMAL(28,12) NOT NULL DEFAULT 0,
    "in_service" DATE NOT NULL,
    "months" INTEGER NOT NULL,
    "disposed_on" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rig_asset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rig_charge" (
    "id" SERIAL NOT NULL,
    "rig_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "from_day" DATE NOT NULL,
    "to_day" DATE,
    "monthly" DECIMAL(28,12),
    "hourly" DECIMAL(28,12),
    "hours" DECIMAL(12,4),
    "covers" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rig_charge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tariff" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "source" TEXT NOT NULL DEFAULT '',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tariff_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tariff_version" (
    "id" SERIAL NOT NULL,
    "tariff_id" INTEGER NOT NULL,
    "from_day" DATE NOT NULL,
    "terms" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tariff_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tariff_price" (
    "tariff_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(0) NOT NULL,
    "until" TIMESTAMPTZ(0),
    "price" DECIMAL(28,12) NOT NULL,

    CONSTRAINT "tariff_price_pkey" PRIMARY KEY ("tariff_id","at")
);

-- CreateTable
CREATE TABLE "rig_tariff" (
    "rig_id" INTEGER NOT NULL,
    "from_day" DATE NOT NULL,
    "tariff_id" INTEGER,
    "per_kwh" DECIMAL(28,12),

    CONSTRAINT "rig_tariff_pkey" PRIMARY KEY ("rig_id","from_day")
);

-- CreateTable
CREATE TABLE "rig_wall" (
    "rig_id" INTEGER NOT NULL,
    "from_day" DATE NOT NULL,
    "factor" DECIMAL(9,6) NOT NULL DEFAULT 1,
    "base_watts" DECIMAL(12,3) NOT NULL DEFAULT 0,
    "pue" DECIMAL(9,6) NOT NULL DEFAULT 1,
    "note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "rig_wall_pkey" PRIMARY KEY ("rig_id","from_day")
);

-- CreateTable
CREATE TABLE "grid_intensity" (
    "id" SERIAL NOT NULL,
    "zone" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(0) NOT NULL,
    "to_at" TIMESTAMPTZ(0),
    "grams" DECIMAL(12,3) NOT NULL,
    "is_estimated" BOOLEAN NOT NULL DEFAULT false,
    "source" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "grid_intensity_pkey" PRIMARY KEY ("id")
);


-- CreateTable
CREATE TABLE "energy_quarter" (
    "series_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(0) NOT NULL,
    "microjoules" DECIMAL(24,1) NOT NULL,
    "covered_ms" INTEGER NOT NULL,
    "peak_milliwatts" BIGINT NOT NULL,

    CONSTRAINT "energy_quarter_pkey" PRIMARY KEY ("series_id","at")
);

-- CreateTable
CREATE TABLE "rig_quarter" (
    "rig_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(0) NOT NULL,
    "scope" TEXT NOT NULL,
    "microjoules" DECIMAL(24,1) NOT NULL,
    "covered_ms" INTEGER NOT NULL,
    "peak_milliwatts" BIGINT NOT NULL,

    CONSTRAINT "rig_quarter_pkey" PRIMARY KEY ("rig_id","at")
);

-- CreateTable
CREATE TABLE "energy_fill" (
    "id" SERIAL NOT NULL,
    "rig_id" INTEGER NOT NULL,
    "from_at" TIMESTAMPTZ(0) NOT NULL,
    "to_at" TIMESTAMPTZ(0) NOT NULL,
    "rule" TEXT NOT NULL,
    "milliwatts" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "energy_fill_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "local_use_hour" (
    "id" BIGSERIAL NOT NULL,
    "import_id" INTEGER NOT NULL,
    "rig_id" INTEGER,
    "key_no" INTEGER NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "model" TEXT,
    "endpoint" TEXT,
    "requests" INTEGER,
    "failed" INTEGER,
    "input" DECIMAL(28,6),
    "cache_read" DECIMAL(28,6),
    "output" DECIMAL(28,6),
    "request_ms" BIGINT,
    "prefill_ms" BIGINT,
    "decode_ms" BIGINT,
    "is_estimated" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "local_use_hour_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "local_busy_hour" (
    "import_id" INTEGER NOT NULL,
    "endpoint" TEXT NOT NULL DEFAULT '',
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "first_ms" INTEGER NOT NULL,
    "last_ms" INTEGER NOT NULL,
    "busy_ms" INTEGER,

    CONSTRAINT "local_busy_hour_pkey" PRIMARY KEY ("import_id","endpoint","hour")
);

-- CreateTable
CREATE TABLE "load_test" (
    "id" SERIAL NOT NULL,
    "import_id" INTEGER NOT NULL,
    "rig_id" INTEGER NOT NULL,
    "model" TEXT,
    "tool" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3),
    "is_single_stream" BOOLEAN NOT NULL,
    "levels" JSONB NOT NULL,
    "objectives" JSONB NOT NULL,
    "notes" TEXT[],

    CONSTRAINT "load_test_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "rig_asset_rig_id_idx" ON "rig_asset"("rig_id");

-- CreateIndex
CREATE INDEX "rig_charge_rig_id_idx" ON "rig_charge"("rig_id");

-- CreateIndex
CREATE UNIQUE INDEX "tariff_name_key" ON "tariff"("name");

-- CreateIndex
CREATE UNIQUE INDEX "tariff_version_tariff_id_from_day_key" ON "tariff_version"("tariff_id", "from_day");

-- CreateIndex
CREATE UNIQUE INDEX "grid_intensity_zone_from_at_key" ON "grid_intensity"("zone", "from_at");

-- CreateIndex
CREATE UNIQUE INDEX "power_series_rig_id_device_scope_kind_key" ON "power_series"("rig_id", "device", "scope", "kind");

-- CreateIndex
CREATE INDEX "energy_fill_rig_id_idx" ON "energy_fill"("rig_id");

-- CreateIndex
CREATE INDEX "local_use_hour_import_id_idx" ON "local_use_hour"("import_id");

-- CreateIndex
CREATE INDEX "local_use_hour_rig_id_hour_idx" ON "local_use_hour"("rig_id", "hour");

-- CreateIndex
CREATE INDEX "load_test_rig_id_idx" ON "load_test"("rig_id");

-- CreateIndex
CREATE INDEX "load_test_import_id_idx" ON "load_test"("import_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE INDEX "power_block_series_id_day_idx" ON "power_block"("series_id", "day");

-- AddForeignKey
ALTER TABLE "rig" ADD CONSTRAINT "rig_owner_team_id_fkey" FOREIGN KEY ("owner_team_id") REFERENCES "team"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rig_asset" ADD CONSTRAINT "rig_asset_rig_id_fkey" FOREIGN KEY ("rig_id") REFERENCES "rig"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rig_charge" ADD CONSTRAINT "rig_charge_rig_id_fkey" FOREIGN KEY ("rig_id") REFERENCES "rig"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tariff_version" ADD CONSTRAINT "tariff_version_tariff_id_fkey" FOREIGN KEY ("tariff_id") REFERENCES "tariff"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tariff_price" ADD CONSTRAINT "tariff_price_tariff_id_fkey" FOREIGN KEY ("tariff_id") REFERENCES "tariff"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rig_tariff" ADD CONSTRAINT "rig_tariff_rig_id_fkey" FOREIGN KEY ("rig_id") REFERENCES "rig"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rig_tariff" ADD CONSTRAINT "rig_tariff_tariff_id_fkey" FOREIGN KEY ("tariff_id") REFERENCES "tariff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rig_wall" ADD CONSTRAINT "rig_wall_rig_id_fkey" FOREIGN KEY ("rig_id") REFERENCES "rig"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "power_series" ADD CONSTRAINT "power_series_rig_id_fkey" FOREIGN KEY ("rig_id") REFERENCES "rig"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "power_block" ADD CONSTRAINT "power_block_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "power_series"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "power_day" ADD CONSTRAINT "power_day_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "power_series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "energy_quarter" ADD CONSTRAINT "energy_quarter_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "power_series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rig_quarter" ADD CONSTRAINT "rig_quarter_rig_id_fkey" FOREIGN KEY ("rig_id") REFERENCES "rig"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "energy_fill" ADD CONSTRAINT "energy_fill_rig_id_fkey" FOREIGN KEY ("rig_id") REFERENCES "rig"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "local_use_hour" ADD CONSTRAINT "local_use_hour_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "local_use_hour" ADD CONSTRAINT "local_use_hour_rig_id_fkey" FOREIGN KEY ("rig_id") REFERENCES "rig"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "local_busy_hour" ADD CONSTRAINT "local_busy_hour_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "load_test" ADD CONSTRAINT "load_test_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "load_test" ADD CONSTRAINT "load_test_rig_id_fkey" FOREIGN KEY ("rig_id") REFERENCES "rig"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Terms as they stood: one purchase, charges from the month it entered service, one price per kWh, one factor to the wall.
INSERT INTO "rig_asset" (rig_id, name, price, salvage, in_service, months) SELECT id, CASE WHEN hardware = '' THEN name ELSE hardware END, price, salvage, in_service, months FROM "rig";
INSERT INTO "rig_charge" (rig_id, kind, from_day, monthly) SELECT id, 'hosting', date_trunc('month', in_service)::date, hosting_monthly FROM "rig" WHERE hosting_monthly IS NOT NULL;
INSERT INTO "rig_charge" (rig_id, kind, from_day, hourly, hours) SELECT id, 'labour', date_trunc('month', in_service)::date, operations_rate, operations_hours FROM "rig" WHERE operations_rate IS NOT NULL AND operations_hours IS NOT NULL;
INSERT INTO "rig_tariff" (rig_id, from_day, per_kwh) SELECT id, '2000-01-01', tariff_per_kwh FROM "rig" WHERE tariff_per_kwh IS NOT NULL;
INSERT INTO "rig_wall" (rig_id, from_day, factor) SELECT id, '2000-01-01', wall_factor FROM "rig";

ALTER TABLE "rig"
  ADD CONSTRAINT "rig_kind" CHECK (kind IN ('owned', 'leased', 'rented')),
  ADD CONSTRAINT "rig_idle_bearer" CHECK (idle_bearer IN ('idle', 'owner', 'shared', 'use')),
  ADD CONSTRAINT "rig_split_by" CHECK (split_by IN ('shares', 'gpu-seconds', 'tokens', 'requests'));
ALTER TABLE "rig_charge"
  ADD CONSTRAINT "rig_charge_kind" CHECK (kind IN ('rent', 'hosting', 'maintenance', 'licences', 'labour')),
  ADD CONSTRAINT "rig_charge_amount" CHECK ((monthly IS NULL) <> (hourly IS NULL) AND (hours IS NULL OR hourly IS NOT NULL));
ALTER TABLE "rig_tariff" ADD CONSTRAINT "rig_tariff_one" CHECK ((tariff_id IS NULL) <> (per_kwh IS NULL));
ALTER TABLE "power_series"
  ADD CONSTRAINT "power_series_scope" CHECK (scope IN ('gpu', 'cpu', 'soc', 'server', 'wall')),
  ADD CONSTRAINT "power_series_kind" CHECK (kind IN ('polled', 'on-change', 'counter', 'interval'));
