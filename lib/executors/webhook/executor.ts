import type { Executor } from "../contract";
import { readSubject } from "./read";
import { sendMessage } from "./send";

/** Any warehouse or ad system that speaks sandbox/PROTOCOL.md: signed JSON over HTTP. */
export const webhookExecutor: Executor = { send: sendMessage, read: readSubject };
