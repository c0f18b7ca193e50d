'use client';

import type { SongView, VersionView } from '@sweetspot/protocol/views';
import dynamic from 'next/dynamic';
import { memo, useState } from 'react';
import { Skeleton } from '../../components/skeleton.tsx';
import { type TabItem, TabPanel, Tabs } from '../../components/tabs.tsx';
import type { OpenedMaster } from '../master/master-panel.tsx';
import type { OpenedMix } from '../mix/mix-panel.tsx';
import { useReview } from '../review/review-context.tsx';
import { keepSongPlace } from '../review/song-link.ts';
import { StemsSection } from './stems-section.tsx';
import { VersionsSection } from './versions-section.tsx';

const loading = () => <Skeleton className="mt-4 h-64" />;
const SongAdvice = dynamic(() => import('../analysis/song-advice.tsx'), { ssr: false });
const AnalysisPanel = dynamic(() => import('../analysis/analysis-panel.tsx'), { ssr: false, loading });
const ApprovalsSection = dynamic(() => import('./approvals-section.tsx'), { ssr: false, loading });
const RendersSection = dynamic(() => import('./renders-section.tsx'), { ssr: false, loading });
const MixPanel = dynamic(() => import('../mix/mix-panel.tsx'), { ssr: false, loading });
const MasterPanel = dynamic(() => import('../master/master-panel.tsx'), { ssr: false, loading });
const DeliveryPanel = dynamic(() => import('../master/delivery-panel.tsx'), { ssr: false, loading });

type TabName = 'stems' | 'versions' | 'analysis' | 'mix' | 'master' | 'approvals' | 'renders' | 'delivery';

const firstTab = (song: SongView, shown: readonly TabItem<TabName>[]): TabName => {
  const wanted: Record<SongView['stage'], TabName> = {
    tracking: 'stems',
    mixing: 'stems',
    mastering: 'versions',
    delivered: 'delivery',
  };
  return shown.find(({ value }) => value === wanted[song.stage])?.value ?? shown[0]!.value;
};

/** What the song is made of and what was made of it. */
export const SongTabs = memo(function SongTabs() {
  const { song, can, versions, linkedTab } = useReview();
  const [opened, setOpened] = useState<{ mix: OpenedMix | null; master: OpenedMaster | null }>({
    mix: null,
    master: null,
  });
  const items: TabItem<TabName>[] = [
    ...(can('stem.view') ? [{ value: 'stems', label: 'Stems', count: song.stems.length } as const] : []),
    { value: 'versions', label: 'Versions', count: versions.length },
    { value: 'analysis', label: 'Analysis' },
    ...(can('render.request')
      ? [{ value: 'mix', label: 'Mix' } as const, { value: 'master', label: 'Master' } as const]
      : []),
    { value: 'approvals', label: 'Approvals', count: song.approvals.filter(({ valid }) => valid).length },
    ...(can('job.view') ? [{ value: 'renders', label: 'Renders', count: song.renders.length } as const] : []),
    ...(can('delivery.request') || can('delivery.download')
      ? [{ value: 'delivery', label: 'Delivery', count: song.deliveries.length } as const]
      : []),
  ];
  const [tab, setTab] = useState(() => items.find(({ value }) => value === linkedTab)?.value ?? firstTab(song, items));
  // What somebody has begun in these is not thrown away when they look at another tab.
  const [begun, setBegun] = useState<ReadonlySet<TabName>>(() => new Set([tab]));
  if (!begun.has(tab)) setBegun(new Set([...begun, tab]));

  const openTab = (next: TabName) => {
    setTab(next);
    keepSongPlace(song.id, { tab: next });
  };
  const openRecipe = ({ recipe, label }: VersionView) => {
    if (recipe?.kind === 'mix') {
      setOpened({ ...opened, mix: { recipe, label } });
      openTab('mix');
    } else if (recipe?.kind === 'master') {
      setOpened({ ...opened, master: { recipe, label } });
      openTab('master');
    }
  };
  return (
    <Tabs value={tab} onChange={openTab} items={items} label="The song">
      <TabPanel value="stems">
        {can('stem.view') && song.stems.length > 0 ? <SongAdvice /> : null}
        <StemsSection />
      </TabPanel>
      <TabPanel value="versions">
        <VersionsSection onOpenRecipe={openRecipe} />
      </TabPanel>
      <TabPanel value="analysis">
        <AnalysisPanel />
      </TabPanel>
      <TabPanel value="mix" kept={begun.has('mix')}>
        <MixPanel opened={opened.mix} />
      </TabPanel>
      <TabPanel value="master" kept={begun.has('master')}>
        <MasterPanel opened={opened.master} />
      </TabPanel>
      <TabPanel value="approvals">
        <ApprovalsSection />
      </TabPanel>
      <TabPanel value="renders">
        <RendersSection />
      </TabPanel>
      <TabPanel value="delivery" kept={begun.has('delivery')}>
        <DeliveryPanel onOpen={openTab} />
      </TabPanel>
    </Tabs>
  );
});
