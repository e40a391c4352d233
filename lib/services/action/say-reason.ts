import { type Say, say } from "@/lib/core/say";

/** The short codes that an action's `state_reason` may hold, beside those that a vendor makes up. */
const sentences: Record<string, Say> = {
  already_received: say("recommendation.actionReason.already_received"),
  already_shipped: say("recommendation.actionReason.already_shipped"),
  already_so: say("live.reasons.already_so"),
  bad_message: say("recommendation.actionReason.invalid"),
  bad_signature: say("recommendation.actionReason.bad_signature"),
  broken: say("recommendation.actionReason.broken"),
  by_hand: say("recommendation.actionReason.by_hand"),
  cancelled_by_vendor: say("recommendation.actionReason.cancelled_by_vendor"),
  changed_outside: say("recommendation.actionReason.changed_outside"),
  disconnected: say("recommendation.actionReason.disconnected"),
  down: say("recommendation.actionReason.down"),
  failed: say("recommendation.actionReason.failed"),
  id_reused: say("recommendation.actionReason.id_reused"),
  inside_address: say("recommendation.actionReason.inside_address"),
  internal: say("live.reasons.internal"),
  invalid: say("recommendation.actionReason.invalid"),
  invalid_listing: say("recommendation.actionReason.invalid_listing"),
  line_taken_out: say("recommendation.actionReason.line_taken_out"),
  malformed_action: say("recommendation.actionReason.invalid"),
  method: say("recommendation.actionReason.invalid"),
  network: say("recommendation.actionReason.no_answer"),
  no_address: say("recommendation.actionReason.no_address"),
  no_answer: say("recommendation.actionReason.no_answer"),
  no_connection: say("live.reasons.no_connection"),
  no_json: say("recommendation.actionReason.unexpected_answer"),
  nobody_confirmed: say("recommendation.actionReason.nobody_confirmed"),
  not_answered: say("recommendation.actionReason.not_answered"),
  not_counted: say("recommendation.actionReason.not_counted"),
  not_here: say("recommendation.actionReason.not_here"),
  not_readable: say("recommendation.actionReason.invalid"),
  not_shown: say("recommendation.actionReason.not_shown"),
  not_supported: say("live.reasons.not_supported"),
  plan_errored: say("recommendation.actionReason.plan_errored"),
  product_type_unknown: say("recommendation.actionReason.product_type_unknown"),
  quantity_changed: say("recommendation.actionReason.quantity_changed"),
  quota: say("live.reasons.quota"),
  secret_unreadable: say("recommendation.actionReason.secret_unreadable"),
  sent_again: say("recommendation.actionReason.sent_again"),
  ship_from_missing: say("recommendation.actionReason.ship_from_missing"),
  shipped_by_amazon: say("recommendation.actionReason.shipped_by_amazon"),
  shown_after_all: say("recommendation.actionReason.shown_after_all"),
  state_changed: say("recommendation.actionReason.state_changed"),
  stopped: say("recommendation.actionReason.stopped"),
  timeout: say("recommendation.actionReason.timeout"),
  too_long: say("recommendation.actionReason.invalid"),
  too_many_requests: say("recommendation.actionReason.too_many_requests"),
  unexpected: say("recommendation.actionReason.unexpected_answer"),
  unexpected_answer: say("recommendation.actionReason.unexpected_answer"),
  unknown_action: say("recommendation.actionReason.invalid"),
  unknown_ad: say("recommendation.actionReason.unknown_ad"),
  unknown_campaign: say("recommendation.actionReason.unknown_campaign"),
  unknown_connection: say("recommendation.actionReason.unknown_connection"),
  unknown_listing: say("live.reasons.unknown_listing"),
  unknown_location: say("recommendation.actionReason.unknown_location"),
  unknown_reading: say("recommendation.actionReason.invalid"),
  unknown_there: say("recommendation.actionReason.unknown_there"),
  unknown_transfer: say("recommendation.actionReason.unknown_transfer"),
  unreadable: say("recommendation.actionReason.unreadable"),
};

/**
 * Why an action stands as it does, from the code that was stored with it: ours, `http_<status>`, `undo_<code>` for an undo
 * that did not come through, or the lower-cased code of a network error. A code that a vendor made up is named as such.
 */
export function sayReason(code: string): Say {
  const known = sentences[code];
  if (known) return known;
  const [, status] = /^http_(\d{3})$/.exec(code) ?? [];
  if (status !== undefined) return say("recommendation.actionReason.http", { code: status });
  if (code.startsWith("undo_"))
    return say("recommendation.actionReason.undo", { why: sayReason(code.slice("undo_".length)) });
  if (/^(e[a-z]{4,}|eai_[a-z]+|err_[a-z_]+|cert_[a-z_]+|und_err_[a-z_]+)$/.test(code))
    return say("recommendation.actionReason.unreachable", { code: code.toUpperCase() });
  return say("recommendation.actionReason.other", { code });
}
