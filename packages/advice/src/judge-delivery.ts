import type { PreflightFinding } from '@sweetspot/protocol';
import { type DeliveryQuestion, deliveryRules } from './delivery-rules.ts';

/** What a shop would refuse of a delivery, and what it may not like, before anything is rendered: what blocks first. */
export function judgeDelivery(question: DeliveryQuestion): PreflightFinding[] {
  const findings = deliveryRules.flatMap(({ code, severity, mend, judge }): PreflightFinding[] => {
    const message = judge(question);
    return message === null ? [] : [{ code, severity, message, mend }];
  });
  return findings.sort((a, b) => Number(b.severity === 'blocks') - Number(a.severity === 'blocks'));
}
