import { announce } from "@/db/announce";
import type { Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { Conflict, NotFound } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { say } from "@/lib/core/say";
import { carriesOut } from "@/lib/ingest/sync/vendors";
import type { Actor } from "../_shared/actor";
import type { Expected } from "./share-value";
import { adWord } from "./state-word";
import type { AdPayload } from "./types";

export interface NewAdSwitch {
  recommendationId: number | null;
  kind: "ad_pause" | "ad_resume";
  campaignId: number;
  /** Null: the whole campaign. */
  productAdId: number | null;
  expected: Expected | null;
  undoOf?: string;
}

interface AdRow {
  name: string;
  externalId: string;
  campaignExternalId: string;
  state: string;
  connectionId: number;
  reachable: boolean;
  vendor: string;
  pausedBy: string | null;
}

/**
 * Writes the action that pauses or resumes an ad and leaves the job that sends it. A resume is only written for what
 * Plimsoll itself paused. Throws NotFound, or Conflict when the ad is no longer in the state that is to be changed or
 * another switch of it is under way.
 */
export async function insertAdSwitch(tx: Tx, actor: Actor, wanted: NewAdSwitch): Promise<string> {
  const ad = await lockAd(tx, wanted);
  const expectedState = wanted.kind === "ad_pause" ? "enabled" : "paused";
  if (ad.state !== expectedState)
    throw new Conflict(
      `${ad.name} is ${ad.state} at the platform, not ${expectedState}. Nothing was sent; reload to see it as it is.`,
      {
        say: say("refusals.ad.otherState", {
          ad: ad.name,
          state: adWord(ad.state),
          wanted: adWord(expectedState),
        }),
        details: { expected: expectedState, found: ad.state },
      },
    );
  if (wanted.kind === "ad_resume" && ad.pausedBy === null)
    throw new Conflict(`${ad.name} was paused by someone at the platform, so Plimsoll does not resume it.`, {
      say: say("refusals.ad.pausedByOthers", { ad: ad.name }),
      details: { changedOutside: true },
    });
  const payload: AdPayload = {
    level: wanted.productAdId === null ? "campaign" : "product_ad",
    campaignId: wanted.campaignId,
    productAdId: wanted.productAdId,
    externalId: ad.externalId,
    campaignExternalId: ad.campaignExternalId,
    expectedState,
    ...(wanted.kind === "ad_resume" && ad.pausedBy ? { leftBy: ad.pausedBy } : {}),
  };
  const id = newId();
  await tx`
    insert into action (id, recommendation_id, kind, executor, connection_id, payload, undo_of,
      expected_low_minor, expected_minor, expected_high_minor, approved_by)
    values (${id}, ${wanted.recommendationId}, ${wanted.kind}, ${carriesOut(ad.vendor) ? "connector" : ad.reachable ? "webhook" : "manual"}, ${ad.connectionId},
      ${tx.json(payload as never)}, ${wanted.undoOf ?? null}, ${wanted.expected?.lowMinor ?? null},
      ${wanted.expected?.midMinor ?? null}, ${wanted.expected?.highMinor ?? null}, ${actor.name})`;
  await enqueue(tx, "actions.send", { actionId: id }, { key: `actions.send:${id}` });
  await announce(tx, "ads", [wanted.productAdId ?? wanted.campaignId]);
  return id;
}

async function lockAd(tx: Tx, wanted: NewAdSwitch): Promise<AdRow> {
  const reach = tx`
    k.id as "connectionId", k.vendor, k.config ->> 'baseUrl' is not null and k.secret_sealed is not null as reachable`;
  const [ad] =
    wanted.productAdId === null
      ? await tx<AdRow[]>`
          select c.name, c.external_id as "externalId", c.external_id as "campaignExternalId", c.state,
            c.paused_by_action_id as "pausedBy", ${reach}
          from campaign c join connection k on k.id = c.connection_id where c.id = ${wanted.campaignId} for update of c`
      : await tx<AdRow[]>`
          select c.name, p.external_id as "externalId", c.external_id as "campaignExternalId", p.state,
            p.paused_by_action_id as "pausedBy", ${reach}
          from product_ad p join campaign c on c.id = p.campaign_id join connection k on k.id = c.connection_id
          where p.id = ${wanted.productAdId} and c.id = ${wanted.campaignId} for update of p`;
  if (!ad)
    throw new NotFound("This ad does not exist any more. Nothing was sent; reload the page.", {
      say: say("refusals.ad.missing"),
    });
  const [underWay] = await tx`
    select 1 from action where kind in ('ad_pause', 'ad_resume') and state in ('queued', 'sending', 'accepted')
      and (payload ->> 'campaignId')::int = ${wanted.campaignId}
      and (payload ->> 'productAdId')::int is not distinct from ${wanted.productAdId}::int limit 1`;
  if (underWay)
    throw new Conflict(
      `Another switch of ${ad.name} is already on its way. Nothing was sent; wait until it is confirmed.`,
      { say: say("refusals.ad.underWay", { ad: ad.name }) },
    );
  return ad;
}
