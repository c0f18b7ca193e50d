type Sender = {
  id: string;
  sends: { to: string }[];
  automation: { parameter: string; to?: string }[];
};
type Graph = { strips: (Sender & { output: string | null })[]; groups: Sender[]; returns: { id: string }[] };
type GraphFault = { message: string; path: (string | number)[] };

/** The first thing in a mix's wiring that leads nowhere or twice to the same place; null when all of it makes sense. */
export function findGraphFault({ strips, groups, returns }: Graph): GraphFault | null {
  const groupIds = new Set(groups.map(({ id }) => id));
  const returnIds = new Set(returns.map(({ id }) => id));
  const lists = { strips, groups, returns };
  for (const [list, nodes] of Object.entries(lists)) {
    const at = firstRepeated(nodes.map(({ id }) => id));
    if (at !== null) return { message: `Two ${list} have the same id`, path: [list, at, 'id'] };
  }
  const lost = strips.findIndex(({ output }) => output !== null && !groupIds.has(output));
  if (lost >= 0) return { message: 'A strip goes to a group that is not there', path: ['strips', lost, 'output'] };
  for (const list of ['strips', 'groups'] as const) {
    for (const [index, sender] of lists[list].entries()) {
      const fault = faultOfSender(sender, returnIds);
      if (fault) return { ...fault, path: [list, index, ...fault.path] };
    }
  }
  return null;
}

function faultOfSender({ sends, automation }: Sender, returnIds: ReadonlySet<string>): GraphFault | null {
  const lost = sends.findIndex(({ to }) => !returnIds.has(to));
  if (lost >= 0) return { message: 'A send goes to a return that is not there', path: ['sends', lost, 'to'] };
  const twice = firstRepeated(sends.map(({ to }) => to));
  if (twice !== null) return { message: 'Two sends go to the same return', path: ['sends', twice, 'to'] };
  const idle = automation.findIndex(({ to }) => to !== undefined && !sends.some((send) => send.to === to));
  if (idle >= 0) return { message: 'Automation moves a send that is not there', path: ['automation', idle, 'to'] };
  const doubled = firstRepeated(automation.map(({ parameter, to }) => `${parameter} ${to ?? ''}`));
  if (doubled !== null) return { message: 'A parameter is automated twice', path: ['automation', doubled] };
  return null;
}

const firstRepeated = (values: readonly string[]): number | null => {
  const at = values.findIndex((value, index) => values.indexOf(value) < index);
  return at < 0 ? null : at;
};
