import type { Database } from "./sql.ts";

/**
 * Empties everything but people, the organisation's name and settings. Only a demo company may be removed this way:
 * the ledger's trigger refuses it unless the transaction declares it.
 */
export async function resetDemoData(database: Database): Promise<void> {
  await database.query("SELECT set_config('tokenwatt.reset', 'demo', true)");
  await database.query(`TRUNCATE ledger_entry, rollup, key_rollup, import, invoice, provider_period, fx_rate, own_price, source_scope, table_mapping, import_choice, reconciliation_reason, month_event, import_issue, import_coverage, import_key, import_line,
    raw_file, raw_block, power_series, power_block, power_day, energy_quarter, rig_quarter, energy_fill, local_use_hour, local_busy_hour, load_test,
    rig, rig_asset, rig_charge, rig_share, rig_tariff, rig_wall, tariff, tariff_version, tariff_price, grid_intensity, rule, rule_share, team, user_team,
    month_state, digest_subscription, digest_delivery RESTART IDENTITY`);
  await database.query("UPDATE organisation SET is_demo = false");
}
