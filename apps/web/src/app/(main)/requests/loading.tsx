import { Skeleton, SkeletonGroup } from '../../../components/skeleton.tsx';

export default function Loading() {
  return (
    <SkeletonGroup label="Loading the requests" className="max-w-200">
      <Skeleton className="h-9 w-40" />
      <Skeleton className="mt-5 h-9 w-48" />
      <Skeleton className="mt-4 h-56 rounded-l" />
    </SkeletonGroup>
  );
}
