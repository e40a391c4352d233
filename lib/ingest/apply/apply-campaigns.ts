import type { KindApplier } from "./contract";
import { minorOf } from "./minor";
import { applied, codesIn, idsByCode, sorter, textOf } from "./refs";
import { type ColumnSpec, columnsOf, upsertRows } from "./upsert";

const specs: Record<string, ColumnSpec> = {
  kind: { column: "kind" },
  name: { column: "name" },
  state: { column: "state" },
  currency: { column: "currency" },
};

export const applyCampaigns: KindApplier = {
  identify: ({ campaignId }) => String(campaignId),
  apply: async (tx, context, items) => {
    const channels = await idsByCode(tx, "channel", codesIn(items, "channel"));
    const { find, rejects } = sorter();
    const rows = items.flatMap(({ line, record }) => {
      const code = textOf(record, "channel");
      const channel = find(channels, line, code, "unknown_channel");
      if (code !== null && channel === null) return [];
      const set: Record<string, unknown> = {
        connection_id: context.connectionId,
        external_id: record.campaignId,
        ...columnsOf(record, specs),
      };
      if (channel !== null) set.channel_id = channel;
      if (record.budgetPerDay !== undefined)
        set.budget_minor_per_day =
          record.budgetPerDay === null ? null : minorOf(record.budgetPerDay, String(record.currency));
      if (record.state != null) set.state_as_of = textOf(record, "stateAsOf") ?? context.now;
      const insertOnly: Record<string, unknown> = { simulated: context.simulated };
      if (!("name" in set)) insertOnly.name = record.campaignId;
      return [{ line, set, insertOnly }];
    });
    return applied(await upsertRows(tx, "campaign", ["connection_id", "external_id"], rows), rejects);
  },
};
