import type { ActionStateName } from "@/components/action-state/state";
import type { CoverGaugeInput } from "@/components/cover-gauge";
import type { ExplainView } from "@/components/explain/types";
import type { Money } from "@/lib/core/money";

/** Low, middle and high of an estimate, in minor units of one currency. */
export interface MoneyRange {
  lowMinor: number;
  midMinor: number;
  highMinor: number;
  currency: string;
}

export interface DecisionGauge {
  id: string;
  /** "Shenzhen", or "Los Angeles, gives 240". */
  label: string;
  /** The place in need stands first; donors follow. */
  role: "need" | "donor";
  href?: string;
  gauge: CoverGaugeInput;
}

/** Goods that an option moves between two places of the card, as their gauges name them, or orders for one. */
export interface GoodsMove {
  /** Null: from a supplier. */
  from: string | null;
  to: string;
  units: number;
  /** Days until they arrive. */
  days: number;
}

export interface DecisionOption {
  id: string;
  kind:
    | "transfer"
    | "pause_ads"
    | "throttle_ads"
    | "resume_ads"
    | "lower_quantity"
    | "reorder"
    | "nothing"
    | "other";
  /** What is done: "Transfer 240 units from Los Angeles". */
  title: string;
  /** Steps in order of time, where there is more than one thing to do or one that begins later. */
  steps?: StepView[];
  /** Value against doing nothing; null when it cannot be told. */
  value: MoneyRange | null;
  /** Goods that it moves or orders; absent where it does neither. */
  moves?: GoodsMove[];
  /** What was claimed before it was shrunk by what came of earlier ones, in words, with how that comes about. */
  claim?: { text: string; explain: ExplainView };
  cost: Money | null;
  /** "arrives Dec 4, in 12 days", "at once". */
  takesEffect: string | null;
  /** Nothing carries it out from here: pressing notes that it is done elsewhere. */
  advice?: boolean;
  /** What stays unsolved. */
  leaves?: string | null;
  /** Effect as the main button says it: "Transfer 240 units". For "nothing" it is "Leave as it is". */
  button: string;
  /** Why it cannot be chosen now. */
  offReason?: string | null;
  /** More than this person may decide: whom pressing asks, and above which limit. */
  ask?: string | null;
  /** Why pressing would be refused now: a mode, a blackout time. It may be looked at all the same. */
  barred?: string | null;
  /** A quantity that may be changed before approval. */
  quantity?: { value: number; min: number; max: number; step: number; unit: string };
}

/** One step of an option: what is done, when, and by whom. */
export interface StepView {
  id: string;
  what: string;
  when: string;
  /** yours, needs: before the option is approved. waiting: for the team's approval. advice: nothing carries it out. */
  state: "yours" | "needs" | "waiting" | "scheduled" | "started" | "declined" | "lapsed" | "advice";
  /** The same in words, with the team. */
  note: string;
}

export interface EvidenceFact {
  id: string;
  label: string;
  /** Formatted; null when unknown. */
  value: string | null;
  asOf: string | null;
  source?: string;
  href?: string;
  limitMinutes?: number | null;
  simulated?: boolean;
}

export interface DecisionView {
  id: string;
  version: number;
  state: ActionStateName;
  severity: "urgent" | "high" | "normal" | "low";
  /** One sentence with SKU, place, time and money a day. */
  problem: string;
  /** Second line: the SKU's title. */
  detail?: string;
  detailLang?: string;
  href?: string;
  owner?: string | null;
  gauges: DecisionGauge[];
  /** Best first, "nothing" last, five at most. */
  options: DecisionOption[];
  /** Why the first option is best, in one sentence. */
  why: string;
  evidence: EvidenceFact[];
  computedAt: string;
  policyVersion: string | null;
  explain?: ExplainView;
  simulated?: boolean;
  /** What the policy does by itself about it, with its use of today's caps in words, and where it is stopped. */
  autopilot?: { text: string; stop: string; href: string } | null;
  /** Blocked: the reason, its limit, and the way on. The main button gives way to it. */
  blocked?: { reason: string; remedy?: { label: string; href?: string; onPress?: () => void } } | null;
  /** It was asked for a second person: the sentence; waits: nothing can be pressed until somebody else did; the request to take back. */
  second?: { text: string; waits: boolean; takeBackId: string | null } | null;
  /** Who decides it, where this person does not. */
  othersDecide?: string | null;
  /** What the person may do. Absent: the role never may. A text: not now, with the reason. */
  may: {
    approve: true | false | { offReason: string };
    reject: true | false | { offReason: string };
    snooze: true | false | { offReason: string };
    undo: true | false | { offReason: string };
  };
  /** Approved, but for steps that wait for this person's team; what the two buttons say. */
  waiting?: {
    button: string;
    decline: string;
    /** Pressing asks a second person: why, and whom. */
    ask: string | null;
    /** Why it cannot be pressed now. */
    offReason: string | null;
  } | null;
  rejectReasons: { value: string; label: string }[];
  snoozeEnds: { value: string; label: string }[];
  /** Actions under way or done. */
  actions: {
    id: string;
    title: string;
    state: ActionStateName;
    since: string | null;
    detail?: string;
    href?: string;
  }[];
  /** Expected and realised value once something was done. */
  outcome?: {
    expected: MoneyRange;
    realised: MoneyRange | null;
    /** It never will be known, for the reason in `note`. */
    never?: boolean;
    /** What days both speak of, or why it cannot be measured. */
    note?: string | null;
    explain?: ExplainView;
  } | null;
  snoozedUntil?: string | null;
}

/** What changed between opening and pressing. */
export interface DecisionConflict {
  changes: { label: string; before: string; after: string }[];
  /** The new state of the decision. */
  view: DecisionView;
}

export type ActionOutcome =
  | { ok: true; message: string }
  | { ok: false; message: string; conflict?: DecisionConflict };

/** What changes about an option with its quantity. */
export type OptionPrice = Pick<
  DecisionOption,
  "value" | "cost" | "title" | "button" | "ask" | "barred" | "leaves" | "claim"
>;

export interface DecisionCallbacks {
  approve: (input: {
    id: string;
    version: number;
    optionId: string;
    quantity: number | null;
  }) => Promise<ActionOutcome>;
  reject: (input: { id: string; version: number; reason: string; note: string }) => Promise<ActionOutcome>;
  snooze: (input: { id: string; version: number; until: string }) => Promise<ActionOutcome>;
  undo: (input: { id: string; version: number }) => Promise<ActionOutcome>;
  /** Takes back what waits for a second person. */
  takeBack?: (input: { requestId: string }) => Promise<ActionOutcome>;
  /** What the option comes to with another quantity, or why it cannot. */
  reprice?: (input: {
    id: string;
    optionId: string;
    quantity: number;
  }) => Promise<{ ok: true; price: OptionPrice } | { ok: false; message: string }>;
  /** J and K. */
  next?: () => void;
  previous?: () => void;
  /** X: selects the item in the queue. */
  select?: () => void;
  /** After a successful answer, so that the queue can move focus to the next open item. */
  done?: (id: string) => void;
}
