"use server";

import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { retryAction, retryInput } from "@/lib/services/action/retry";
import { cancelTransfer, cancelTransferInput } from "@/lib/services/transfer/cancel";
import { confirmInput } from "@/lib/services/transfer/confirm-input";
import { receiveInput, receiveTransfer } from "@/lib/services/transfer/receive";
import { shipTransfer } from "@/lib/services/transfer/ship";
import { takeOutLine, takeOutLineInput } from "@/lib/services/transfer/take-out-line";

export const ship = action(confirmInput, (actor, input) => shipTransfer(getDb(), actor, input));
export const receive = action(receiveInput, (actor, input) => receiveTransfer(getDb(), actor, input));
export const retryBooking = action(retryInput, (actor, input) => retryAction(getDb(), actor, input));
export const cancel = action(cancelTransferInput, (actor, input) => cancelTransfer(getDb(), actor, input));
export const takeOut = action(takeOutLineInput, (actor, input) => takeOutLine(getDb(), actor, input));
