import { Skeleton, SkeletonGroup } from '../../../components/skeleton.tsx';

export default function Loading() {
  return (
    <SkeletonGroup label="Loading the inbox" className="max-w-180">
      <Skeleton className="h-9 w-28" />
      <Skeleton className="mt-5 h-9 w-40" />
      <Skeleton className="mt-8 h-72 rounded-l" />
    </SkeletonGroup>
  );
}
