import type { StopName } from './context.ts';
import { caseHeld, caseWaiting, closed } from './states/case.ts';
import { contactEmail, contactName, contactPhone } from './states/contact.ts';
import { faultAdd, faultChange, faultCorrect, faultDescribe, faultLabel, faultMore } from './states/fault.ts';
import { feedbackRating, feedbackReopen, feedbackSolved } from './states/feedback.ts';
import { need, restartConfirm } from './states/need.ts';
import { cancelConfirm, paused } from './states/paused.ts';
import {
  productFirmware,
  productModel,
  productPurchaseDate,
  productSerial,
  productSince,
} from './states/product.ts';
import { salesConfirm, salesContact } from './states/sales.ts';
import { summaryConfirm, summaryEdit } from './states/summary.ts';
import { triageConfirm, triageStep } from './states/triage.ts';
import { outcomeContest, outcomeVerdict, warrantyPeriod, warrantyTopic } from './states/warranty.ts';
import type { Place } from './wendy.setup.ts';

/** Every resting place of the conversation. */
export const PLACES: Readonly<Record<StopName, Place>> = {
  need,
  'sales.confirm': salesConfirm,
  'sales.contact': salesContact,
  'fault.describe': faultDescribe,
  'fault.label': faultLabel,
  'fault.more': faultMore,
  'fault.correct': faultCorrect,
  'fault.change': faultChange,
  'fault.add': faultAdd,
  'triage.step': triageStep,
  'triage.confirm': triageConfirm,
  'product.model': productModel,
  'product.serial': productSerial,
  'product.purchaseDate': productPurchaseDate,
  'product.since': productSince,
  'product.firmware': productFirmware,
  'warranty.topic': warrantyTopic,
  'warranty.period': warrantyPeriod,
  'outcome.verdict': outcomeVerdict,
  'outcome.contest': outcomeContest,
  'contact.name': contactName,
  'contact.email': contactEmail,
  'contact.phone': contactPhone,
  'summary.confirm': summaryConfirm,
  'summary.edit': summaryEdit,
  'restart.confirm': restartConfirm,
  'cancel.confirm': cancelConfirm,
  paused,
  'case.waiting': caseWaiting,
  'case.held': caseHeld,
  'feedback.solved': feedbackSolved,
  'feedback.rating': feedbackRating,
  'feedback.reopen': feedbackReopen,
  closed,
};
