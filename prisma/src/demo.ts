import { withClient } from './prepare-database.ts';

/** The people of the demo, as the seed makes them and the launcher names them. */
export const demoPeople = {
  mira: { email: 'mira@demo.sweetspot.local', name: 'Mira Kask', role: 'artist' },
  jo: { email: 'jo@demo.sweetspot.local', name: 'Jo Okafor', role: 'engineer' },
  anna: { email: 'anna@demo.sweetspot.local', name: 'Anna Lind', role: 'client' },
} as const;
export type DemoPerson = keyof typeof demoPeople;

export const demoPassword = 'sweetspot-demo';

/** What the demo makes last: where it is, the demo is whole, also when somebody has changed or removed parts of it since. */
export const demoShareLink = 'Listening link for the label';

export const demoEmails: string[] = Object.values(demoPeople).map(({ email }) => email);

/** Whether the demo was made to its end, and whether people have accounts that are not the demo's. */
export async function findDemo(databaseUrl: string): Promise<{ isWhole: boolean; hasCompany: boolean }> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ isWhole: boolean; hasCompany: boolean }>(
      `SELECT EXISTS (
         SELECT 1 FROM "ShareLink" JOIN "User" ON "User"."id" = "ShareLink"."createdById"
         WHERE "ShareLink"."name" = $1 AND "User"."email" = ANY($2)
       ) AS "isWhole",
       EXISTS (SELECT 1 FROM "User" WHERE "email" <> ALL($2)) AS "hasCompany"`,
      [demoShareLink, demoEmails],
    );
    return rows[0]!;
  });
}
