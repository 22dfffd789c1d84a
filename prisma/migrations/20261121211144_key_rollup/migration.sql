-- CreateTable
CREATE TABLE "key_rollup" (
    "billed_month" TEXT NOT NULL,
    "used_month" TEXT NOT NULL,
    "bearer" TEXT NOT NULL,
    "team_id" INTEGER NOT NULL,
    "provider" TEXT NOT NULL,
    "key_kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "billed" DECIMAL(28,12) NOT NULL,
    "effective" DECIMAL(28,12) NOT NULL,
    "entries" INTEGER NOT NULL,
    "because" TEXT,

    CONSTRAINT "key_rollup_pkey" PRIMARY KEY ("billed_month","used_month","bearer","team_id","provider","key_kind","key","currency")
);

-- CreateIndex
CREATE INDEX "key_rollup_used_month_idx" ON "key_rollup"("used_month");

-- What is posted already, summed as posting sums it from now on (lib/db/rollups.ts).
INSERT INTO "key_rollup" (billed_month, used_month, bearer, team_id, provider, key_kind, key, currency, billed, effective, entries, because)
SELECT e.billed_month, e.used_month, e.bearer, coalesce(e.team_id, 0), k.provider,
  CASE WHEN coalesce(k.project, k.project_name) IS NOT NULL THEN 'project' WHEN k.workspace IS NOT NULL THEN 'workspace' WHEN coalesce(k.api_key, k.api_key_name) IS NOT NULL THEN 'key' WHEN k.person IS NOT NULL THEN 'user' WHEN k.account IS NOT NULL THEN 'account' ELSE 'provider' END,
  coalesce(k.project_name, k.project, k.workspace, k.api_key_name, k.api_key, k.person, k.account, k.provider),
  e.currency, sum(e.billed), sum(e.effective), sum(CASE WHEN e.corrects IS NULL THEN 1 ELSE -1 END)::int, max(e.because) FILTER (WHERE e.corrects IS NULL)
FROM ledger_entry e JOIN import_line l ON l.id = e.line_id JOIN import_key k ON k.import_id = l.import_id AND k.no = l.key_no
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
