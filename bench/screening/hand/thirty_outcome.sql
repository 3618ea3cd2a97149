-- The status alone, in one column. A claim is of one kind of procedure, and only that kind's rules are looked
-- at: the first, second and third of them beside `hazardous`, which is for all. Possible statuses are bits.
-- A claim always has a procedure, a product and a date.
CREATE TYPE status AS ENUM (
  'none', 'medically_necessary', 'established', 'not_medically_necessary', 'investigational', 'delegated',
  'criteria_not_met', 'open'
);

WITH kinds AS (
  SELECT
    *,
    CASE
      WHEN cpt = '43644' OR cpt = '43645' OR cpt = '43775' OR cpt = '43846' THEN 0  -- bypass and sleeve
      WHEN cpt = '43290' OR cpt = '43291' OR cpt = '43999' THEN 1  -- newer procedures
      WHEN cpt = '43770' OR cpt = '43773' THEN 2  -- bands
      ELSE 3  -- revisions
    END::UTINYINT AS kind,
    icd10 IN (
      'E66.01', 'E66.2', 'E66.813', 'Z68.35', 'Z68.36', 'Z68.37', 'Z68.38', 'Z68.39', 'Z68.41', 'Z68.42',
      'Z68.43', 'Z68.44', 'Z68.45') AS listed
  FROM claims
), rules AS (
  SELECT
    request_id,
    kind,
    date_of_service < DATE '2024-01-01' AS early,
    urgency = 'elective' AND NOT cleared
      AND ((substance_use = 'current' AND psychosis)
        OR (anaesthesia_class >= 4 AND (substance_use = 'current' OR psychosis))) AS hazardous,
    CASE kind
      WHEN 0 THEN age >= 18 AND listed AND diet_months >= 6  -- adult
        AND (bmi >= 40
          OR (bmi >= 35
            AND ((diabetes = 'type_2' AND apnea_index >= 15)
              OR (systolic >= 140 AND (diabetes = 'type_2' OR apnea_index >= 15)))))
      WHEN 1 THEN NOT device_approved AND (evidence = 'series' OR evidence = 'opinion')  -- unproven
        AND (NOT in_study OR study_registered < DATE '2022-01-01')
      WHEN 2 THEN growth_complete AND (reflux = 'c' OR reflux = 'd' OR hernia_cm > 5)  -- band-unsuitable
      ELSE complication <> 'none' AND (imaged OR symptom_weeks >= 2)  -- complication
    END AS first,
    CASE kind
      WHEN 0 THEN age BETWEEN 13 AND 17 AND growth_complete AND percent_of_p95 >= 140  -- adolescent
      WHEN 1 THEN age >= 18 AND bmi >= 30 AND followup  -- delegated
        AND (reflux = 'none' OR reflux = 'a' OR reflux = 'b')
      WHEN 2 THEN listed AND (bmi >= 40 OR (bmi >= 35 AND apnea_index >= 15))  -- band
        AND ((followup AND diet_months >= 6)
          OR (smoking_stopped < DATE '2024-01-01' AND (followup OR diet_months >= 6)))
      ELSE first_surgery >= DATE '2020-01-01' AND regained >= 50  -- regained
        AND (smoking_stopped < DATE '2024-01-01' OR diet_months >= 3)
    END AS second,
    CASE kind
      WHEN 0 THEN diabetes_found < DATE '2019-01-01' AND (hba1c >= 8 OR insulin) AND followup  -- metabolic
      ELSE false
    END AS third
  FROM kinds
), possible AS (
  -- 1 medically necessary, 2 established, 4 not medically necessary, 8 investigational, 16 delegated,
  -- 32 criteria not met. A rule that holds ends the list; one that is unknown adds to it.
  SELECT
    request_id,
    CASE
      WHEN early THEN 0::UTINYINT
      WHEN hazardous THEN 4::UTINYINT
      ELSE (CASE WHEN hazardous IS NULL THEN 4::UTINYINT ELSE 0::UTINYINT END) | CASE kind
        WHEN 0 THEN CASE WHEN first THEN 1::UTINYINT
          ELSE (CASE WHEN first IS NULL THEN 1::UTINYINT ELSE 0::UTINYINT END)
            | CASE WHEN second THEN 1::UTINYINT
              ELSE (CASE WHEN second IS NULL THEN 1::UTINYINT ELSE 0::UTINYINT END)
                | CASE WHEN third THEN 2::UTINYINT WHEN NOT third THEN 32::UTINYINT ELSE 34::UTINYINT END
              END
          END
        WHEN 1 THEN CASE WHEN first THEN 8::UTINYINT
          ELSE (CASE WHEN first IS NULL THEN 8::UTINYINT ELSE 0::UTINYINT END)
            | CASE WHEN second THEN 16::UTINYINT WHEN NOT second THEN 32::UTINYINT ELSE 48::UTINYINT END
          END
        WHEN 2 THEN CASE WHEN first THEN 4::UTINYINT
          ELSE (CASE WHEN first IS NULL THEN 4::UTINYINT ELSE 0::UTINYINT END)
            | CASE WHEN second THEN 1::UTINYINT WHEN NOT second THEN 32::UTINYINT ELSE 33::UTINYINT END
          END
        ELSE CASE WHEN first THEN 1::UTINYINT
          ELSE (CASE WHEN first IS NULL THEN 1::UTINYINT ELSE 0::UTINYINT END)
            | CASE WHEN second THEN 8::UTINYINT WHEN NOT second THEN 32::UTINYINT ELSE 40::UTINYINT END
          END
      END
    END AS statuses
  FROM rules
)
SELECT
  request_id,
  CASE statuses
    WHEN 0 THEN 'none'::status
    WHEN 1 THEN 'medically_necessary'::status
    WHEN 2 THEN 'established'::status
    WHEN 4 THEN 'not_medically_necessary'::status
    WHEN 8 THEN 'investigational'::status
    WHEN 16 THEN 'delegated'::status
    WHEN 32 THEN 'criteria_not_met'::status
    ELSE 'open'::status
  END AS status
FROM possible;
