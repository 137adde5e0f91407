/* SPDX-License-Identifier: MIT */
/*
 * The extracts and their columns, each said once: the constant that the code
 * uses and the canonical name of the extract's definition.  Identity columns
 * (id, names, birth, sex, address, numbers) are not filled by the code that
 * writes an event: row_begin() does, in the way of the agency (sheet.h).
 */
#ifndef LSCB_SYNTH_COLUMNS_H
#define LSCB_SYNTH_COLUMNS_H

/* X(sheet constant, extract, COLUMNS macro) */
#define SHEETS(X) \
	SOCIAL_SHEETS(X) \
	AGENCY_SHEETS(X)

/* X(constant, canonical name) */

/* Social services, and the advocate who asks the children. */
#define SOCIAL_SHEETS(X) \
	X(SHEET_CONTACTS, "contacts", CONTACT_COLUMNS) \
	X(SHEET_REFERRALS, "referrals", REFERRAL_COLUMNS) \
	X(SHEET_ASSESSMENTS, "assessments", ASSESSMENT_COLUMNS) \
	X(SHEET_STRATEGY, "strategy", STRATEGY_COLUMNS) \
	X(SHEET_SECTION47, "section47", SECTION47_COLUMNS) \
	X(SHEET_CONFERENCES, "conferences", CONFERENCE_COLUMNS) \
	X(SHEET_REGISTER, "register", REGISTER_COLUMNS) \
	X(SHEET_CORE_GROUPS, "core-groups", CORE_GROUP_COLUMNS) \
	X(SHEET_REVIEWS, "reviews", REVIEW_COLUMNS) \
	X(SHEET_VISITS, "visits", VISIT_COLUMNS) \
	X(SHEET_SURVEY, "survey", SURVEY_COLUMNS)

#define CONTACT_COLUMNS(X) \
	X(CONTACT_ID, "contact_id") X(CONTACT_CHILD, "child_id") \
	X(CONTACT_UPN, "upn") X(CONTACT_FORENAME, "forename") \
	X(CONTACT_SURNAME, "surname") X(CONTACT_DOB, "dob") \
	X(CONTACT_DUE, "expected_dob") X(CONTACT_SEX, "sex") \
	X(CONTACT_HOUSE, "house") X(CONTACT_POSTCODE, "postcode") \
	X(CONTACT_DATE, "received") X(CONTACT_AGENCY, "agency") \
	X(CONTACT_OUTCOME, "outcome")

#define REFERRAL_COLUMNS(X) \
	X(REFERRAL_ID, "referral_id") X(REFERRAL_CHILD, "child_id") \
	X(REFERRAL_UPN, "upn") X(REFERRAL_FORENAME, "forename") \
	X(REFERRAL_SURNAME, "surname") X(REFERRAL_DOB, "dob") \
	X(REFERRAL_DUE, "expected_dob") X(REFERRAL_SEX, "sex") \
	X(REFERRAL_HOUSE, "house") X(REFERRAL_POSTCODE, "postcode") \
	X(REFERRAL_DATE, "received") X(REFERRAL_AGENCY, "agency") \
	X(REFERRAL_NEED, "need") X(REFERRAL_OUTCOME, "outcome")

#define ASSESSMENT_COLUMNS(X) \
	X(ASSESSMENT_ID, "assessment_id") X(ASSESSMENT_CHILD, "child_id") \
	X(ASSESSMENT_UPN, "upn") X(ASSESSMENT_FORENAME, "forename") \
	X(ASSESSMENT_SURNAME, "surname") X(ASSESSMENT_DOB, "dob") \
	X(ASSESSMENT_DUE, "expected_dob") X(ASSESSMENT_SEX, "sex") \
	X(ASSESSMENT_FROM, "started") X(ASSESSMENT_TO, "completed") \
	X(ASSESSMENT_SEEN, "child_seen") \
	X(ASSESSMENT_DOMESTIC, "domestic_abuse") \
	X(ASSESSMENT_MENTAL, "parental_mental_health") \
	X(ASSESSMENT_SUBSTANCE, "parental_substance_misuse") \
	X(ASSESSMENT_OUTCOME, "outcome")

#define STRATEGY_COLUMNS(X) \
	X(STRATEGY_ID, "discussion_id") X(STRATEGY_CHILD, "child_id") \
	X(STRATEGY_DOB, "dob") X(STRATEGY_DUE, "expected_dob") \
	X(STRATEGY_SEX, "sex") X(STRATEGY_DATE, "held") \
	X(STRATEGY_OUTCOME, "outcome")

#define SECTION47_COLUMNS(X) \
	X(SECTION47_ID, "enquiry_id") X(SECTION47_CHILD, "child_id") \
	X(SECTION47_DOB, "dob") X(SECTION47_DUE, "expected_dob") \
	X(SECTION47_SEX, "sex") X(SECTION47_DATE, "started") \
	X(SECTION47_TYPE, "type") X(SECTION47_OUTCOME, "outcome")

/* A row a child; a conference has one reference for all its children. */
#define CONFERENCE_COLUMNS(X) \
	X(CONFERENCE_REF, "conference_ref") X(CONFERENCE_CHILD, "child_id") \
	X(CONFERENCE_DOB, "dob") X(CONFERENCE_DUE, "expected_dob") \
	X(CONFERENCE_SEX, "sex") X(CONFERENCE_STRATEGY, "strategy_date") \
	X(CONFERENCE_DATE, "held") X(CONFERENCE_OUTCOME, "outcome")

#define REGISTER_COLUMNS(X) \
	X(REGISTER_ID, "registration_id") X(REGISTER_CHILD, "child_id") \
	X(REGISTER_UPN, "upn") X(REGISTER_FORENAME, "forename") \
	X(REGISTER_SURNAME, "surname") X(REGISTER_DOB, "dob") \
	X(REGISTER_DUE, "expected_dob") X(REGISTER_SEX, "sex") \
	X(REGISTER_HOUSE, "house") X(REGISTER_POSTCODE, "postcode") \
	X(REGISTER_CATEGORY, "category") X(REGISTER_FROM, "registered") \
	X(REGISTER_TO, "removed") X(REGISTER_PREVIOUS, "previous_registrations")

#define CORE_GROUP_COLUMNS(X) \
	X(CORE_GROUP_ID, "core_group_id") X(CORE_GROUP_CHILD, "child_id") \
	X(CORE_GROUP_CONFERENCE, "conference_date") \
	X(CORE_GROUP_DATE, "held")

#define REVIEW_COLUMNS(X) \
	X(REVIEW_ID, "review_id") X(REVIEW_CHILD, "child_id") \
	X(REVIEW_DUE, "due") X(REVIEW_DATE, "held") \
	X(REVIEW_OUTCOME, "outcome")

#define VISIT_COLUMNS(X) \
	X(VISIT_ID, "visit_id") X(VISIT_CHILD, "child_id") \
	X(VISIT_DATE, "visited") X(VISIT_SEEN, "seen") \
	X(VISIT_ALONE, "seen_alone")

#define SURVEY_COLUMNS(X) \
	X(SURVEY_ID, "response_id") X(SURVEY_CHILD, "child_ref") \
	X(SURVEY_STAGE, "stage") X(SURVEY_DATE, "date") \
	X(SURVEY_AGE, "age") X(SURVEY_SAFE, "safe") \
	X(SURVEY_COMMENT, "comment") X(SURVEY_CONSENT, "consent")

/* Police, health, education, justice, the board itself. */
#define AGENCY_SHEETS(X) \
	X(SHEET_NOTICES, "notices", NOTICE_COLUMNS) \
	X(SHEET_MARAC, "marac", MARAC_COLUMNS) \
	X(SHEET_MISSING, "missing", MISSING_COLUMNS) \
	X(SHEET_EMERGENCY, "emergency", EMERGENCY_COLUMNS) \
	X(SHEET_CAMHS, "camhs", CAMHS_COLUMNS) \
	X(SHEET_ADULTS, "adult-services", ADULT_COLUMNS) \
	X(SHEET_ROLL, "roll", ROLL_COLUMNS) \
	X(SHEET_ATTENDANCE, "school-attendance", ATTENDANCE_COLUMNS) \
	X(SHEET_EXCLUSIONS, "exclusions", EXCLUSION_COLUMNS) \
	X(SHEET_BULLYING, "bullying", BULLYING_COLUMNS) \
	X(SHEET_YOUTH, "youth-offending", YOUTH_COLUMNS) \
	X(SHEET_PROBATION, "probation", PROBATION_COLUMNS) \
	X(SHEET_TRAINING, "training", TRAINING_COLUMNS) \
	X(SHEET_AUDITS, "audits", AUDIT_COLUMNS) \
	X(SHEET_MEETINGS, "meetings", MEETING_COLUMNS) \
	X(SHEET_SAIT, "sait", SAIT_COLUMNS) \
	X(SHEET_PRACTICE, "practice-reviews", PRACTICE_COLUMNS) \
	X(SHEET_CHECKS, "checks", CHECK_COLUMNS)

#define NOTICE_COLUMNS(X) \
	X(NOTICE_ID, "notice_ref") X(NOTICE_DATE, "incident_date") \
	X(NOTICE_RECEIVED, "received") X(NOTICE_TYPE, "type") \
	X(NOTICE_HOUSE, "house") X(NOTICE_POSTCODE, "postcode") \
	X(NOTICE_OFFICER, "officer") X(NOTICE_RISK, "risk") \
	X(NOTICE_NARRATIVE, "narrative")

#define MARAC_COLUMNS(X) \
	X(MARAC_ID, "case_ref") X(MARAC_MEETING, "meeting_ref") \
	X(MARAC_DATE, "meeting_date") X(MARAC_REFERRER, "referrer") \
	X(MARAC_HOUSE, "house") X(MARAC_POSTCODE, "postcode") \
	X(MARAC_AGAIN, "repeat") X(MARAC_CHILDREN, "children")

#define MISSING_COLUMNS(X) \
	X(MISSING_ID, "episode_ref") X(MISSING_SURNAME, "surname") \
	X(MISSING_FORENAME, "forename") X(MISSING_DOB, "dob") \
	X(MISSING_SEX, "sex") X(MISSING_HOUSE, "house") \
	X(MISSING_POSTCODE, "postcode") X(MISSING_FROM, "missing_from") \
	X(MISSING_TO, "found") X(MISSING_RISK, "risk") \
	X(MISSING_OFFERED, "interview_offered") \
	X(MISSING_ACCEPTED, "interview_accepted") \
	X(MISSING_INTERVIEW, "interview_date") \
	X(MISSING_CIRCUMSTANCES, "circumstances")

#define EMERGENCY_COLUMNS(X) \
	X(EMERGENCY_PATIENT, "patient_id") X(EMERGENCY_NHS, "nhs") \
	X(EMERGENCY_SURNAME, "surname") X(EMERGENCY_FORENAME, "forename") \
	X(EMERGENCY_DOB, "dob") X(EMERGENCY_SEX, "sex") \
	X(EMERGENCY_HOUSE, "house") X(EMERGENCY_POSTCODE, "postcode") \
	X(EMERGENCY_DATE, "arrival") X(EMERGENCY_OUTCOME, "outcome")

#define CAMHS_COLUMNS(X) \
	X(CAMHS_ID, "referral_ref") X(CAMHS_PATIENT, "patient_id") \
	X(CAMHS_NHS, "nhs") X(CAMHS_SURNAME, "surname") \
	X(CAMHS_FORENAME, "forename") X(CAMHS_DOB, "dob") \
	X(CAMHS_SEX, "sex") X(CAMHS_HOUSE, "house") \
	X(CAMHS_POSTCODE, "postcode") X(CAMHS_REFERRED, "referred") \
	X(CAMHS_SOURCE, "referrer") X(CAMHS_NOT_BROUGHT, "not_brought") \
	X(CAMHS_SEEN, "first_seen")

#define ADULT_COLUMNS(X) \
	X(ADULT_ID, "referral_ref") X(ADULT_CLIENT, "client_id") \
	X(ADULT_SURNAME, "surname") X(ADULT_FORENAME, "forename") \
	X(ADULT_DOB, "dob") X(ADULT_HOUSE, "house") \
	X(ADULT_POSTCODE, "postcode") X(ADULT_SERVICE, "service") \
	X(ADULT_REFERRED, "referred") X(ADULT_CLOSED, "closed") \
	X(ADULT_CHILDREN, "children_in_household")

#define ROLL_COLUMNS(X) \
	X(ROLL_ID, "native_id") X(ROLL_UPN, "upn") \
	X(ROLL_SURNAME, "surname") X(ROLL_FORENAME, "forename") \
	X(ROLL_DOB, "dob") X(ROLL_SEX, "sex") X(ROLL_FROM, "entry") \
	X(ROLL_TO, "leaving") X(ROLL_HOUSE, "house") \
	X(ROLL_POSTCODE, "postcode") X(ROLL_SCHOOL, "school")

#define ATTENDANCE_COLUMNS(X) \
	X(ATTENDANCE_PUPIL, "native_id") X(ATTENDANCE_UPN, "upn") \
	X(ATTENDANCE_SURNAME, "surname") X(ATTENDANCE_FORENAME, "forename") \
	X(ATTENDANCE_DOB, "dob") X(ATTENDANCE_SCHOOL, "school") \
	X(ATTENDANCE_FROM, "term_start") X(ATTENDANCE_TO, "term_end") \
	X(ATTENDANCE_POSSIBLE, "sessions_possible") \
	X(ATTENDANCE_ATTENDED, "sessions_attended") \
	X(ATTENDANCE_UNAUTHORISED, "sessions_unauthorised")

#define EXCLUSION_COLUMNS(X) \
	X(EXCLUSION_ID, "exclusion_ref") X(EXCLUSION_UPN, "upn") \
	X(EXCLUSION_SURNAME, "surname") X(EXCLUSION_FORENAME, "forename") \
	X(EXCLUSION_DOB, "dob") X(EXCLUSION_SEX, "sex") \
	X(EXCLUSION_DATE, "start") X(EXCLUSION_TYPE, "type") \
	X(EXCLUSION_SESSIONS, "sessions") X(EXCLUSION_REASON, "reason")

#define BULLYING_COLUMNS(X) \
	X(BULLYING_ID, "incident_id") X(BULLYING_UPN, "upn") \
	X(BULLYING_SURNAME, "surname") X(BULLYING_FORENAME, "forename") \
	X(BULLYING_DOB, "dob") X(BULLYING_DATE, "incident_date") \
	X(BULLYING_TYPE, "type")

#define YOUTH_COLUMNS(X) \
	X(YOUTH_ID, "order_ref") X(YOUTH_PERSON, "yos_id") \
	X(YOUTH_SURNAME, "surname") X(YOUTH_FORENAME, "forename") \
	X(YOUTH_DOB, "dob") X(YOUTH_SEX, "sex") \
	X(YOUTH_OFFENCE, "offence_date") X(YOUTH_TYPE, "type") \
	X(YOUTH_FROM, "start") X(YOUTH_TO, "end") \
	X(YOUTH_FIRST, "first_time_entrant")

#define PROBATION_COLUMNS(X) \
	X(PROBATION_ID, "supervision_ref") \
	X(PROBATION_PERSON, "offender_id") \
	X(PROBATION_SURNAME, "surname") X(PROBATION_FORENAME, "forename") \
	X(PROBATION_DOB, "dob") X(PROBATION_HOUSE, "house") \
	X(PROBATION_POSTCODE, "postcode") X(PROBATION_FROM, "start") \
	X(PROBATION_TO, "end") X(PROBATION_TIER, "tier") \
	X(PROBATION_MAPPA, "mappa_level") \
	X(PROBATION_CONTACT, "child_contact") \
	X(PROBATION_CHECK, "child_check")

#define TRAINING_COLUMNS(X) \
	X(TRAINING_ID, "session_id") X(TRAINING_DATE, "date") \
	X(TRAINING_AGENCY, "agency") X(TRAINING_BOOKED, "booked") \
	X(TRAINING_ATTENDED, "attended")

#define AUDIT_COLUMNS(X) \
	X(AUDIT_ID, "audit_id") X(AUDIT_DATE, "completed") \
	X(AUDIT_TYPE, "type") X(AUDIT_GRADE, "grade")

#define MEETING_COLUMNS(X) \
	X(MEETING_ID, "meeting_id") X(MEETING_DATE, "date") \
	X(MEETING_GROUP, "group") X(MEETING_AGENCY, "agency") \
	X(MEETING_OUTCOME, "outcome")

#define SAIT_COLUMNS(X) \
	X(SAIT_STANDARD, "standard") X(SAIT_DIMENSION, "dimension") \
	X(SAIT_DATE, "assessed") X(SAIT_BAND, "band")

#define PRACTICE_COLUMNS(X) \
	X(PRACTICE_ID, "review_ref") X(PRACTICE_TYPE, "type") \
	X(PRACTICE_COMMISSIONED, "commissioned") \
	X(PRACTICE_PUBLISHED, "published") \
	X(PRACTICE_DUE, "actions_due") \
	X(PRACTICE_DONE, "actions_in_time")

#define CHECK_COLUMNS(X) \
	X(CHECK_ID, "check_ref") X(CHECK_STAFF, "staff_ref") \
	X(CHECK_AGENCY, "agency") X(CHECK_DATE, "checked") \
	X(CHECK_UNTIL, "valid_until")

/* The constants of all of them, and how many columns each has. */
#define COLUMN_CONSTANT(constant, name) constant,
#define COLUMN_NAME(constant, name) name,
#define SHEET_CONSTANT(constant, name, columns) constant,
#define SHEET_COLUMNS(constant, name, columns) \
	enum { columns(COLUMN_CONSTANT) constant##_COLUMNS };

enum sheet_id { SHEETS(SHEET_CONSTANT) SHEET_COUNT };
SHEETS(SHEET_COLUMNS)

#endif
