/** A stem's role as people read it: `leadVocal` is "Lead vocal". */
export const stemRoleName = (role: string): string => {
  const words = role
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
