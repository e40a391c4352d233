"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useCallback, useRef, useState } from "react";
import { focusFirstError } from "@/components/field/focus-first-error";
import type { ActionResult } from "./action";
import type { ActionError } from "./describe-error";

/** A server action at hand in a component: how to call it, whether it is under way, and what it last refused. */
export interface ActionInHand<Input, Data> {
  run: (input: Input) => Promise<ActionResult<Data>>;
  pending: boolean;
  error: ActionError | null;
  clearError: () => void;
}

/** Calls a server action once at a time; a lost connection is an answer too, since nothing is known to have changed. */
export function useAction<Input, Data>(
  action: (input: Input) => Promise<ActionResult<Data>>,
  onDone?: (data: Data) => void,
): ActionInHand<Input, Data> {
  const t = useTranslations("common");
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ActionError | null>(null);
  const running = useRef<Promise<ActionResult<Data>> | null>(null);
  const run = (input: Input) => {
    running.current ??= (async () => {
      setPending(true);
      const result = await action(input).catch(
        (): ActionResult<Data> => ({
          ok: false,
          error: { code: "unreachable", message: t("offlineReason") },
        }),
      );
      running.current = null;
      setPending(false);
      setError(result.ok ? null : result.error);
      if (result.ok) onDone?.(result.data);
      return result;
    })();
    return running.current;
  };
  return { run, pending, error, clearError: useCallback(() => setError(null), []) };
}

/** The same for a form: what to give its onSubmit, and its fields' errors by name. */
export function useFormAction<Data>(
  action: (form: FormData) => Promise<ActionResult<Data>>,
  onDone?: (data: Data, form: HTMLFormElement) => void,
) {
  const form = useRef<HTMLFormElement | null>(null);
  const inHand = useAction(action, (data) => form.current && onDone?.(data, form.current));
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    form.current = event.currentTarget;
    const result = await inHand.run(new FormData(event.currentTarget));
    if (!result.ok) focusFirstError(form.current);
  };
  return { ...inHand, onSubmit, fieldErrors: inHand.error?.fieldErrors ?? {} };
}
