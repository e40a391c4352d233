"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { announce } from "@/components/live/announcer";
import { cancel } from "../../actions";

/** Gives up a transfer that has not left; what it reserves is free again. */
export function CancelTransfer(props: { transferId: number; number: string; place: string }) {
  const t = useTranslations("transfers.cancel");
  const router = useRouter();
  const send = useAction(cancel, (undone) => {
    announce(t(undone.state === "cancelled" ? "done" : "asked"));
    router.refresh();
  });
  return (
    <section className="card px-4 py-3">
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-48 flex-1 text-muted">{t("text", { place: props.place })}</p>
        <Button
          needsConnection
          pending={send.pending}
          onPress={() => void send.run({ transferId: props.transferId })}
        >
          {t("button", { number: props.number })}
        </Button>
      </div>
      <ErrorNote error={send.error} />
    </section>
  );
}
