"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button, ButtonLink } from "@/components/button";
import { Panel } from "@/components/panel";
import type { MappingInput } from "@/lib/ingest/mapping/mapping";
import { startImportAction } from "../actions";
import type { FieldView } from "../types";
import { ColumnsTable, type FileColumn, type MappingOrigin } from "./columns-table";
import { MappingBar, type SavedMappingView } from "./mapping-bar";
import { missingFields, NeededFields } from "./needed-fields";
import { type SettingNeeds, SettingsPanel } from "./settings-panel";
import { useMappingAddress } from "./use-mapping-address";

export interface ColumnsFormProps {
  fileId: number;
  source: string;
  query: string;
  base: MappingInput;
  origin: MappingOrigin;
  columns: FileColumn[];
  fields: FieldView[];
  needs: SettingNeeds;
  saved: SavedMappingView[];
  channels: string[];
  locations: string[];
  /** Formats that every date of the first rows fits. */
  dateFormats: string[];
  backHref: string;
  /** The first records as the address's mapping reads them. */
  preview: ReactNode;
}

/** The second step: which column is which field, and how values are written. */
export function ColumnsForm(props: ColumnsFormProps) {
  const { fileId, source, base, origin, columns, fields } = props;
  const t = useTranslations("imports.columns");
  const router = useRouter();
  const address = useMappingAddress(base, props.query);
  const check = useAction(startImportAction, ({ runId }) =>
    router.push(`/imports/new/check?run=${runId}` as Route),
  );
  const missing = missingFields(fields, address.mapping);
  return (
    <div className="flex flex-col gap-3 pb-4">
      <p className="rounded-control bg-surface-secondary px-3 py-2 text-muted sm:hidden">
        {t("widerScreen")}
      </p>
      <MappingBar address={address} saved={props.saved} />
      <Panel title={t("title")} subtitle={t("subtitle")} padded={false}>
        <NeededFields fields={fields} mapping={address.mapping} />
        <ColumnsTable
          columns={columns}
          fields={fields}
          base={base}
          mapping={address.mapping}
          origin={origin}
          onAssign={address.setColumn}
        />
      </Panel>
      <SettingsPanel
        address={address}
        needs={props.needs}
        channels={props.channels}
        locations={props.locations}
        dateFormats={props.dateFormats}
      />
      <div aria-busy={address.refreshing || undefined}>{props.preview}</div>
      <ErrorNote error={check.error} />
      <div className="sticky bottom-0 z-10 -mx-1 flex flex-wrap items-center gap-3 bg-background px-1 py-2 max-sm:bottom-14">
        <Button
          variant="primary"
          needsConnection
          pending={check.pending}
          offReason={missing.length > 0 ? t("missingReason") : null}
          onPress={() => {
            address.settle();
            void check.run({ fileId, source, mapping: address.mapping, dryRun: true });
          }}
        >
          {t("check")}
        </Button>
        <ButtonLink href={props.backHref}>{t("back")}</ButtonLink>
        <p className="text-muted max-sm:hidden">{t("writesNothing")}</p>
      </div>
    </div>
  );
}
