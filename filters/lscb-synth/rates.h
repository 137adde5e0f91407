/* SPDX-License-Identifier: MIT */
/*
 * The names of synth/rates.rec, of the weighted lists of synth/names.csv and
 * synth/codes.csv, and of synth/seasons.csv, each said once:
 * X(constant, name).  A block for each file of the code that uses them.
 */
#ifndef LSCB_SYNTH_RATES_H
#define LSCB_SYNTH_RATES_H

/* Social services, the advocate. */
#define SOCIAL_RATES(X) \
	X(RATE_CONTACTS, "contacts") \
	X(RATE_SIBLING_CONCERNED, "sibling-concerned") \
	X(RATE_CONTACT_REFERRED, "contacts-referred") \
	X(RATE_REFERRED_AGAIN, "referred-again") \
	X(RATE_STRATEGY_UNDER_5, "strategy-under-5") \
	X(RATE_STRATEGY_5_TO_17, "strategy-5-to-17") \
	X(RATE_ASSESSMENT_ON_TIME, "assessment-on-time") \
	X(RATE_ASSESSMENT_SEEN, "assessment-child-seen") \
	X(RATE_FACTOR_DOMESTIC, "factor-domestic-abuse") \
	X(RATE_FACTOR_MENTAL, "factor-mental-health") \
	X(RATE_FACTOR_SUBSTANCE, "factor-substance-misuse") \
	X(RATE_FACTORS_TOGETHER, "factors-together") \
	X(RATE_SECTION47, "section-47") \
	X(RATE_CONFERENCE, "section-47-to-conference") \
	X(RATE_CONFERENCE_ON_TIME, "conference-on-time") \
	X(RATE_CONFERENCE_REGISTERS, "conference-registers") \
	X(RATE_SIBLING, "sibling-registered") \
	X(RATE_REMOVED_TOGETHER, "removed-together") \
	X(RATE_REGISTERED_AGAIN, "registered-again") \
	X(RATE_BEFORE_BIRTH, "before-birth") \
	X(RATE_CORE_GROUP_ON_TIME, "core-group-on-time") \
	X(RATE_REVIEW_ON_TIME, "review-on-time") \
	X(RATE_VISIT_ON_TIME, "visit-on-time") \
	X(RATE_VISIT_SEEN, "visit-child-seen") \
	X(RATE_VISIT_ALONE, "visit-seen-alone") \
	X(RATE_ANSWERED, "survey-answered")

#define SOCIAL_LISTS(X) \
	X(LIST_REFERRAL_AGENCY, "referral-agency") \
	X(LIST_CONTACT_REFERRED, "contact-referred") \
	X(LIST_CONTACT_OPEN, "contact-open-case") \
	X(LIST_CONTACT_OUTCOME, "contact-outcome") \
	X(LIST_NEED, "need") \
	X(LIST_NEED_REGISTRATION, "need-registration") \
	X(LIST_REFERRAL_OUTCOME, "referral-outcome") \
	X(LIST_OUTCOME_REGISTRATION, "outcome-registration") \
	X(LIST_ASSESSMENT_OUTCOME, "assessment-outcome") \
	X(LIST_ASSESSMENT_PROTECTION, "assessment-protection") \
	X(LIST_STRATEGY_ENQUIRY, "strategy-enquiry") \
	X(LIST_STRATEGY_OTHER, "strategy-other") \
	X(LIST_ENQUIRY_TYPE, "enquiry-type") \
	X(LIST_ENQUIRY_CONFERENCE, "enquiry-conference") \
	X(LIST_ENQUIRY_OTHER, "enquiry-other") \
	X(LIST_CONFERENCE_REGISTERED, "conference-registered") \
	X(LIST_CONFERENCE_OTHER, "conference-not-registered") \
	X(LIST_CATEGORY, "category") \
	X(LIST_DURATION, "duration") \
	X(LIST_REVIEW_CONTINUED, "review-continued") \
	X(LIST_REVIEW_ENDED, "review-ended") \
	X(LIST_STAGE_BEFORE, "stage-pre-icc") \
	X(LIST_STAGE_ON, "stage-registration") \
	X(LIST_STAGE_AFTER, "stage-de-registration") \
	X(LIST_SAFE_BEFORE, "safe-pre-icc") \
	X(LIST_SAFE_ON, "safe-registration") \
	X(LIST_SAFE_AFTER, "safe-de-registration") \
	X(LIST_COMMENT, "comment") \
	X(LIST_CONSENT, "consent")

/* Police, health, education, justice, the board itself. */
#define AGENCY_RATES(X) \
	X(RATE_DOMESTIC_CHILDREN, "domestic-careers-with-children") \
	X(RATE_DOMESTIC_OTHER, "domestic-careers-without-children") \
	X(RATE_DOMESTIC_AGAIN, "domestic-again") \
	X(RATE_OTHER_NOTICES, "other-notices") \
	X(RATE_MISSING_5_TO_9, "missing-careers-5-to-9") \
	X(RATE_MISSING_10_TO_17, "missing-careers-10-to-17") \
	X(RATE_MISSING_AGAIN, "missing-again") \
	X(RATE_INTERVIEW_OFFERED, "interview-offered") \
	X(RATE_INTERVIEW_ACCEPTED, "interview-accepted") \
	X(RATE_ATTEND_UNDER_5, "attendances-under-5") \
	X(RATE_ATTEND_5_TO_17, "attendances-5-to-17") \
	X(RATE_CAMHS_5_TO_10, "camhs-5-to-10") \
	X(RATE_CAMHS_11_TO_17, "camhs-11-to-17") \
	X(RATE_NOT_BROUGHT, "camhs-not-brought") \
	X(RATE_ADULT_MENTAL, "adult-mental-health") \
	X(RATE_ADULT_SUBSTANCE, "adult-substance-misuse") \
	X(RATE_BULLIED, "bullied") \
	X(RATE_EXCLUDED_PRIMARY, "exclusions-primary") \
	X(RATE_EXCLUDED_SECONDARY, "exclusions-secondary") \
	X(RATE_UNAUTHORISED, "absence-unauthorised") \
	X(RATE_YOUTH_FIRST, "youth-first-offence") \
	X(RATE_YOUTH_AGAIN, "youth-offended-again") \
	X(RATE_PROBATION, "probation") \
	X(RATE_CONTACT_ALONE, "child-contact-elsewhere") \
	X(RATE_CHILD_CHECK, "child-check-recorded") \
	X(RATE_TRAINING, "training-sessions") \
	X(RATE_AUDITS, "audits") \
	X(RATE_PRACTICE, "practice-reviews") \
	X(RATE_ACTIONS_IN_TIME, "actions-in-time") \
	X(RATE_STAFF, "staff-checked") \
	X(RATE_CHECK_LATE, "check-renewed-late")

#define AGENCY_LISTS(X) \
	X(LIST_NOTICE_TYPE, "notice-type") \
	X(LIST_NOTICE_DOMESTIC, "notice-domestic") \
	X(LIST_NOTICE_MISSING, "notice-missing") \
	X(LIST_RISK, "risk") \
	X(LIST_RISK_OTHER, "risk-other") \
	X(LIST_OFFICER, "officer") \
	X(LIST_NARRATIVE, "narrative") \
	X(LIST_MARAC_REFERRER, "marac-referrer") \
	X(LIST_MISSING_RISK, "missing-risk") \
	X(LIST_MISSING_DAYS, "missing-days") \
	X(LIST_INTERVIEW_DAYS, "interview-days") \
	X(LIST_CIRCUMSTANCES, "circumstances") \
	X(LIST_EMERGENCY_OUTCOME, "emergency-outcome") \
	X(LIST_CAMHS_REFERRER, "camhs-referrer") \
	X(LIST_CAMHS_WAIT, "camhs-wait") \
	X(LIST_ADULT_MENTAL, "adult-service-mental") \
	X(LIST_ADULT_SUBSTANCE, "adult-service-substance") \
	X(LIST_ADULT_DAYS, "adult-days") \
	X(LIST_YES, "yes") \
	X(LIST_NO, "no") \
	X(LIST_PRIMARY, "primary") \
	X(LIST_SECONDARY, "secondary") \
	X(LIST_TERM, "term") \
	X(LIST_ABSENCE, "absence") \
	X(LIST_EXCLUSION_TYPE, "exclusion-type") \
	X(LIST_EXCLUSION_SESSIONS, "exclusion-sessions") \
	X(LIST_EXCLUSION_REASON, "exclusion-reason") \
	X(LIST_BULLYING_TYPE, "bullying-type") \
	X(LIST_YOUTH_FIRST, "youth-order-first") \
	X(LIST_YOUTH_NEXT, "youth-order-next") \
	X(LIST_YOUTH_DAYS, "youth-order-days") \
	X(LIST_TIER, "probation-tier") \
	X(LIST_MAPPA, "mappa-level") \
	X(LIST_PROBATION_DAYS, "probation-days") \
	X(LIST_AGENCY, "agency") \
	X(LIST_AUDIT_TYPE, "audit-type") \
	X(LIST_GRADE, "grade") \
	X(LIST_ATTENDED, "attended") \
	X(LIST_ABSENT, "absent") \
	X(LIST_PRACTICE_TYPE, "practice-review-type")

#define RATES(X) \
	/* the window */ \
	X(RATE_MONTHS, "months") \
	SOCIAL_RATES(X) \
	AGENCY_RATES(X) \
	/* family.c, names.c, place.c, street.c: people */ \
	X(RATE_MOVES, "moves") \
	X(RATE_LEAVES_BOARD, "leaves-board") \
	X(RATE_ARRIVED, "arrived") \
	X(RATE_SEPARATIONS, "separations") \
	X(RATE_PARTNERS, "new-partners") \
	X(RATE_STEP_CHILDREN, "step-children") \
	X(RATE_KINSHIP, "kinship") \
	X(RATE_PROTECTED, "protected-addresses") \
	X(RATE_ADOPTIONS, "adoptions") \
	X(RATE_TWINS, "twins") \
	X(RATE_MARRIED, "married") \
	X(RATE_FATHERS_NAME, "fathers-surname") \
	X(RATE_DOUBLE, "double-barrelled") \
	X(RATE_PATRONYMIC, "patronymics") \
	X(RATE_EDGE_HOMES, "edge-homes") \
	X(RATE_NOT_ON_ROLL, "not-on-roll") \
	X(RATE_STAY, "stay-after-16") \
	X(RATE_CHANGES_SCHOOL, "changes-school")

#define LISTS(X) \
	X(LIST_FORENAME_MALE, "forename-male") \
	X(LIST_FORENAME_FEMALE, "forename-female") \
	X(LIST_SURNAME, "surname") \
	SOCIAL_LISTS(X) \
	AGENCY_LISTS(X) \
	/* people */ \
	X(LIST_HOUSE, "house-name") \
	X(LIST_WARD, "ward") \
	X(LIST_HOUSEHOLD, "household") \
	X(LIST_FAMILY_RISK, "family-risk") \
	X(LIST_DEATHS, "deaths") \
	X(LIST_AUTHORITY, "authority")

/* flat is the same all the year and every year. */
#define SEASONS(X) \
	X(SEASON_FLAT, "flat") \
	X(SEASON_MOVES, "moves") \
	X(SEASON_REFERRALS, "referrals") \
	X(SEASON_POLICE, "police") \
	X(SEASON_HEALTH, "health") \
	X(SEASON_SCHOOL, "school")

#define AS_CONSTANT(constant, name) constant,
#define AS_NAME(constant, name) name,

enum rate { RATES(AS_CONSTANT) RATE_COUNT };
enum list { LISTS(AS_CONSTANT) LIST_COUNT };
enum season_id { SEASONS(AS_CONSTANT) SEASON_COUNT };

#endif
