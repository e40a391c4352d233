"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { SideSheet } from "@/components/side-sheet";
import { createSkuAction, mapAction } from "../actions";
import type { UnmappedRow } from "../load-stuck";
import { shortCode } from "../short-code";
import { CreateSku } from "./create-sku";
import { TargetSearch } from "./target-search";

type Mappable = "sku" | "location" | "channel";

/** Says what a source means by a name: one of ours by search, or a SKU that is made for it. */
export function MapSheet({ row, kind }: { row: UnmappedRow; kind: Mappable }) {
  const t = useTranslations("inbox.unmapped");
  const router = useRouter();
  const [done, setDone] = useState<string | null>(null);
  const mapping = useAction(mapAction);
  const creating = useAction(createSkuAction);
  const external = row.externalCode;
  const mapTo = async (code: string) => {
    creating.clearError();
    const { connectionId } = row;
    const result = await mapping.run({ connectionId, kind, externalCode: external, code });
    if (result.ok) setDone(t("mapped", { external: shortCode(external), code, count: result.data.records }));
  };
  const create = async (title: string) => {
    mapping.clearError();
    const result = await creating.run({ code: external, title });
    if (result.ok) setDone(t("created", { code: shortCode(external) }));
  };
  return (
    <SideSheet
      open
      onClose={() => router.replace("/sync?list=unmapped", { scroll: false })}
      title={t("sheet", { code: shortCode(external), source: row.connection })}
      widthPx={520}
    >
      {done ? (
        <p role="status">{done}</p>
      ) : (
        <div className="flex flex-col gap-5">
          {row.title ? <p className="text-muted">{t("called", { title: row.title })}</p> : null}
          {row.examples.length > 0 ? (
            <p className="text-caption text-muted">
              {t("examples")}: {row.examples.join(" · ")}
            </p>
          ) : null}
          {row.suggestion ? (
            <div className="flex flex-wrap items-center gap-3 rounded-control bg-accent-soft px-3 py-2">
              <span className="grow">
                {t("suggested")}: <code className="font-mono">{row.suggestion}</code>
              </span>
              <Button
                variant="primary"
                pending={mapping.pending}
                needsConnection
                onPress={() => void mapTo(row.suggestion ?? "")}
              >
                {t("mapTo", { code: shortCode(row.suggestion) })}
              </Button>
            </div>
          ) : null}
          <TargetSearch kind={kind} pending={mapping.pending} onChoose={(code) => void mapTo(code)} />
          <ErrorNote error={mapping.error} />
          {kind === "sku" ? (
            <CreateSku
              code={external}
              title={row.title ?? external}
              pending={creating.pending}
              error={creating.error}
              onCreate={(title) => void create(title)}
            />
          ) : null}
        </div>
      )}
    </SideSheet>
  );
}
