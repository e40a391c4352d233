import type { ActionStateName } from "@/components/action-state/state";
import type { StockState } from "@/components/state-chip";
import type { Actor } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";
import type { ListedRecommendation } from "@/lib/services/recommendation/list";
import type { Option, RecommendationKind, Team, Urgency } from "@/lib/services/recommendation/types";
import { optionInQueue, problemInShort } from "./sentences";
import { shownState } from "./state";
import { textOf, type Words } from "./words";

/** A row of the queue as it travels to the browser: texts in the reader's language, money in the company's currency. */
export interface QueueItem {
  id: number;
  version: number;
  kind: RecommendationKind;
  team: Team;
  state: ActionStateName;
  urgency: Urgency;
  /** Drawn before the code; null where the problem is not one of stock. */
  mark: StockState;
  code: string;
  title: string | null;
  titleLang: string | null;
  /** "out at SZX1". */
  short: string;
  /** What is best to do, or what was chosen. */
  todo: string;
  /** The same as a button says it, for the review sheet. */
  button: string;
  /** Null: not known. */
  lossMinorPerDay: number | null;
  valueMinor: number;
  costMinor: number;
  units: number;
  /** Approved, but for what waits for a team: in words, and whether that is the reader's. */
  waits: { text: string; isMine: boolean } | null;
  /** Whether the reader's role decides it. */
  decides: boolean;
  /** Whether a bulk approval could carry it out, else why not. */
  bulk: "yes" | "no_option" | "blocked" | "decided";
  decidedBy: string | null;
  decidedAt: string | null;
  snoozedUntil: string | null;
  attention: "failed" | "unconfirmed" | null;
  expectedMinor: number | null;
  realisedMinor: number | null;
}

export function toQueueItem(words: Words, actor: Actor, row: ListedRecommendation): QueueItem {
  const state = shownState(row);
  const able = row.option && canBeCarriedOut(row.option);
  return {
    id: row.id,
    version: row.version,
    kind: row.kind,
    team: row.team,
    state,
    urgency: row.urgency,
    mark: markOf(row),
    code: row.skuCode ?? textOf(row.problem.params.skuCode),
    title: row.skuTitle ?? row.campaignName,
    titleLang: row.skuTitle ? row.skuTitleLang : null,
    short: problemInShort(words, row.problem),
    ...(row.option ? optionInQueue(words, row.option) : { todo: "", button: "" }),
    lossMinorPerDay: row.problem.params.lossMinorPerDay === null ? null : row.lossMinorPerDay,
    valueMinor: row.valueMinor,
    costMinor: row.option?.costMinor ?? 0,
    units: row.option?.kind === "transfer" ? (row.option.quantityUnits ?? 0) : 0,
    waits: waitsOf(words, actor, row),
    decides: may(actor.role, `decide.${row.team}`),
    bulk: row.state === "blocked" ? "blocked" : row.state !== "open" ? "decided" : able ? "yes" : "no_option",
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
    attention: row.attention,
    expectedMinor: sumOf(row, (action) => action.expectedMinor),
    realisedMinor: sumOf(row, (action) => action.realisedMinor),
  };
}

/** Whether an option can be carried out from here; doing nothing and advice cannot. */
export const canBeCarriedOut = (option: Option): boolean => option.executable && option.steps.length > 0;

function markOf({ problem }: ListedRecommendation): StockState {
  if (problem.key.endsWith(".out")) return "out";
  if (problem.key.endsWith(".at_risk")) return "at_risk";
  // A budget is shifted to what there is too many of.
  if (problem.key === "excess" || problem.key === "ad_budget.shift") return "excess";
  return problem.key.startsWith("ad_resume.") ? "healthy" : "unknown";
}

function waitsOf({ t, format }: Words, actor: Actor, row: ListedRecommendation): QueueItem["waits"] {
  if (row.state !== "approved" || row.waitsFor.length === 0) return null;
  const team = format.list(row.waitsFor.map((one) => t(`steps.team.${one}`)));
  return {
    text: t("steps.state.waiting", { team }),
    isMine: row.waitsFor.some((one) => may(actor.role, `decide.${one}`)),
  };
}

/** Null as soon as one of them is not known. */
function sumOf(
  { actions }: ListedRecommendation,
  of: (action: ListedRecommendation["actions"][number]) => number | null,
): number | null {
  const own = actions.filter((action) => action.undoOf === null).map(of);
  if (own.length === 0 || own.some((one) => one === null)) return null;
  return own.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}
