"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { companySchema, saveCompany } from "@/lib/services/company/save-company";

export const saveCompanyAction = action(companySchema, async (actor, input) => {
  await saveCompany(getDb(), actor, input);
  revalidatePath("/settings/company");
  return null;
});
