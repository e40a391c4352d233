"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { changeRole, changeRoleSchema } from "@/lib/services/people/change-role";
import { invite, inviteSchema } from "@/lib/services/people/invite";
import { resetPassword, resetPasswordSchema } from "@/lib/services/people/reset-password";
import { revokeInvitation, revokeInvitationSchema } from "@/lib/services/people/revoke-invitation";
import { setDisabled, setDisabledSchema } from "@/lib/services/people/set-disabled";
import { signOutEverywhere, signOutEverywhereSchema } from "@/lib/services/people/sign-out-everywhere";

const shownAnew = <Data>(data: Data): Data => {
  revalidatePath("/settings/people");
  return data;
};

export const inviteAction = action(inviteSchema, async (actor, input) =>
  shownAnew(await invite(getDb(), actor, input)),
);
export const revokeInvitationAction = action(revokeInvitationSchema, async (actor, input) =>
  shownAnew(await revokeInvitation(getDb(), actor, input)),
);
export const changeRoleAction = action(changeRoleSchema, async (actor, input) =>
  shownAnew(await changeRole(getDb(), actor, input)),
);
export const setDisabledAction = action(setDisabledSchema, async (actor, input) =>
  shownAnew(await setDisabled(getDb(), actor, input)),
);
export const resetPasswordAction = action(resetPasswordSchema, async (actor, input) =>
  shownAnew(await resetPassword(getDb(), actor, input)),
);
export const endSessionsAction = action(signOutEverywhereSchema, async (actor, input) =>
  shownAnew(await signOutEverywhere(getDb(), actor, input)),
);
