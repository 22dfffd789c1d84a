-- What these said moved to rig_asset, rig_charge, rig_tariff and rig_wall with the migration before.
-- AlterTable
ALTER TABLE "rig" DROP COLUMN "hosting_monthly",
DROP COLUMN "months",
DROP COLUMN "operations_hours",
DROP COLUMN "operations_rate",
DROP COLUMN "price",
DROP COLUMN "salvage",
DROP COLUMN "tariff_per_kwh",
DROP COLUMN "wall_factor";
