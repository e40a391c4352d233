import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { getDb } from "@/db/client";
import { may } from "@/lib/services/_shared/authorise";
import { listInvitations, listPeople } from "@/lib/services/people/list";
import { NotYours } from "../_components/not-yours";
import { SettingsHeader } from "../_components/settings-header";
import { settingsTitle } from "../_components/settings-title";
import { InvitationTable } from "./_components/invitation-table";
import { InviteButton } from "./_components/invite-button";
import { PeopleTable } from "./_components/people-table";

export const generateMetadata = () => settingsTitle("people");

export default async function PeoplePage() {
  const actor = await requireActor();
  if (!may(actor.role, "people.manage"))
    return (
      <>
        <SettingsHeader current="people" role={actor.role} />
        <NotYours />
      </>
    );
  const [people, invitations] = await Promise.all([
    listPeople(getDb(), actor),
    listInvitations(getDb(), actor),
  ]);
  return (
    <ClientMessages namespaces={["settings"]}>
      <SettingsHeader current="people" role={actor.role} actions={<InviteButton />} />
      <div className="flex flex-col gap-3">
        <PeopleTable
          self={actor.id}
          people={people.map((person) => ({
            ...person,
            createdAt: person.createdAt.toISOString(),
            lastSeenAt: person.lastSeenAt?.toISOString() ?? null,
          }))}
        />
        {invitations.length > 0 ? (
          <InvitationTable
            invitations={invitations.map((invitation) => ({
              ...invitation,
              createdAt: invitation.createdAt.toISOString(),
              expiresAt: invitation.expiresAt.toISOString(),
            }))}
          />
        ) : null}
      </div>
    </ClientMessages>
  );
}
