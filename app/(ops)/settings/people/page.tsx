import { requireActor } from "@/app/_edge/require-actor";
import { readAt } from "@/app/(ops)/_past/read-at";
import { ClientMessages } from "@/components/client-messages";
import { readPastMoment } from "@/components/past/read-moment";
import { may } from "@/lib/services/_shared/authorise";
import { listInvitations, listPeople } from "@/lib/services/people/list";
import { NotYours } from "../_components/not-yours";
import { SettingsFrame } from "../_components/settings-frame";
import { SettingsHeader } from "../_components/settings-header";
import { settingsTitle } from "../_components/settings-title";
import { InvitationTable } from "./_components/invitation-table";
import { InviteButton } from "./_components/invite-button";
import { PeopleTable } from "./_components/people-table";

export const generateMetadata = () => settingsTitle("people");

export default async function PeoplePage({ searchParams }: PageProps<"/settings/people">) {
  const actor = await requireActor();
  if (!may(actor.role, "people.manage"))
    return (
      <>
        <SettingsHeader current="people" role={actor.role} />
        <NotYours />
      </>
    );
  const params = await searchParams;
  const asOf = readPastMoment(params.asOf);
  const [people, invitations] = await readAt(asOf, (db, now) =>
    Promise.all([listPeople(db, actor), listInvitations(db, actor, now)]),
  );
  return (
    <ClientMessages namespaces={["settings", "past"]}>
      <SettingsFrame
        current="people"
        role={actor.role}
        asOf={asOf}
        params={params}
        actions={<InviteButton />}
      >
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
      </SettingsFrame>
    </ClientMessages>
  );
}
