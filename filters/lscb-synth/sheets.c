/* SPDX-License-Identifier: MIT */
/* The eleven extracts and the canonical names of their columns. */
#include "synth.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* In the order of the column enums of synth.h. */
static const char *const register_columns[] = { "registration_id",
	"child_id", "upn", "forename", "surname", "dob", "expected_dob", "sex",
	"house", "postcode", "category", "registered", "removed",
	"previous_registrations" };
static const char *const referral_columns[] = { "referral_id", "child_id",
	"upn", "forename", "surname", "dob", "expected_dob", "sex", "house",
	"postcode", "received", "agency", "need", "outcome" };
static const char *const notice_columns[] = { "notice_ref", "incident_date",
	"received", "type", "house", "postcode", "officer", "risk",
	"narrative" };
static const char *const emergency_columns[] = { "patient_id", "nhs",
	"surname", "forename", "dob", "sex", "house", "postcode", "arrival",
	"outcome" };
static const char *const roll_columns[] = { "native_id", "upn", "surname",
	"forename", "dob", "sex", "entry", "leaving", "house", "postcode",
	"school" };
static const char *const bullying_columns[] = { "incident_id", "upn",
	"surname", "forename", "dob", "incident_date", "type" };
static const char *const survey_columns[] = { "response_id", "child_ref",
	"stage", "date", "age", "safe", "comment", "consent" };
static const char *const training_columns[] = { "session_id", "date",
	"agency", "booked", "attended" };
static const char *const audit_columns[] = { "audit_id", "completed", "type",
	"grade" };
static const char *const meeting_columns[] = { "meeting_id", "date", "group",
	"agency", "outcome" };
static const char *const sait_columns[] = { "standard", "dimension",
	"assessed", "band" };

/* In the order of enum sheet_id. */
static const struct {
	const char *extract;
	const char *const *columns;
	size_t n;
} sheets[SHEET_COUNT] = {
	{ "register", register_columns, COUNT(register_columns) },
	{ "referrals", referral_columns, COUNT(referral_columns) },
	{ "notices", notice_columns, COUNT(notice_columns) },
	{ "emergency", emergency_columns, COUNT(emergency_columns) },
	{ "roll", roll_columns, COUNT(roll_columns) },
	{ "bullying", bullying_columns, COUNT(bullying_columns) },
	{ "survey", survey_columns, COUNT(survey_columns) },
	{ "training", training_columns, COUNT(training_columns) },
	{ "audits", audit_columns, COUNT(audit_columns) },
	{ "meetings", meeting_columns, COUNT(meeting_columns) },
	{ "sait", sait_columns, COUNT(sait_columns) }
};

int
board_sheets(struct board *b, const char *dir, bool mistakes,
    struct err *err)
{
	size_t i;

	for (i = 0; i < SHEET_COUNT; i++)
		if (sheet_open(&b->sheet[i], dir, sheets[i].extract,
		    sheets[i].columns, sheets[i].n, b->t, mistakes, b->to,
		    err) == -1)
			return -1;
	return 0;
}
