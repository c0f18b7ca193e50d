import { Skeleton, SkeletonGroup } from '../../../components/skeleton.tsx';

/** The shape of the song page while it loads. */
export default function Loading() {
  return (
    <SkeletonGroup label="Loading the song" className="grid gap-3 px-6 pt-20 max-md:px-4">
      <Skeleton className="h-8 w-2/3 max-w-120" />
      <Skeleton className="h-7 w-1/2 max-w-80" />
      <div className="flex gap-1.5">
        <Skeleton className="h-11 w-40" />
        <Skeleton className="h-11 w-40" />
        <Skeleton className="h-11 w-40 max-md:hidden" />
      </div>
      <Skeleton className="h-80 rounded-l" />
    </SkeletonGroup>
  );
}
