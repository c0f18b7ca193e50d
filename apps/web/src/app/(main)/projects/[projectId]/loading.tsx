import { Skeleton, SkeletonGroup } from '../../../../components/skeleton.tsx';

export default function Loading() {
  return (
    <SkeletonGroup label="Loading the project" className="max-w-240">
      <Skeleton className="h-9 w-64" />
      <Skeleton className="mt-2 h-5 w-40" />
      <Skeleton className="mt-6 h-9" />
      <Skeleton className="mt-5 h-18 rounded-l" />
      <Skeleton className="mt-2 h-18 rounded-l" />
      <Skeleton className="mt-2 h-18 rounded-l" />
    </SkeletonGroup>
  );
}
