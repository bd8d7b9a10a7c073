"""The laboratory's catalogue: each test's LOINC code, unit, range, and the values people usually have."""

from typing import NamedTuple


class LabTest(NamedTuple):
    """One thing a laboratory measures; `usual` is where a healthy adult's values fall."""

    text: str
    loinc: str
    display: str
    unit: str
    ucum: str
    low: str | None
    high: str | None
    usual: tuple[str, str]


class Panel(NamedTuple):
    """Tests that are drawn and reported together."""

    text: str
    loinc: str
    display: str
    tests: tuple[str, ...]


_SERUM = "in Serum or Plasma"
TESTS = {
    "cholesterol": LabTest(
        "Total cholesterol", "2093-3", f"Cholesterol [Mass/volume] {_SERUM}",
        "mg/dL", "mg/dL", None, "200", ("160", "205"),
    ),
    "triglycerides": LabTest(
        "Triglycerides", "2571-8", f"Triglyceride [Mass/volume] {_SERUM}",
        "mg/dL", "mg/dL", None, "150", ("80", "165"),
    ),
    "hdl": LabTest(
        "HDL cholesterol", "2085-9", f"Cholesterol in HDL [Mass/volume] {_SERUM}",
        "mg/dL", "mg/dL", "40", None, ("42", "64"),
    ),
    "ldl": LabTest(
        "LDL cholesterol", "13457-7", f"Cholesterol in LDL [Mass/volume] {_SERUM} by calculation",
        "mg/dL", "mg/dL", None, "130", ("88", "126"),
    ),
    "a1c": LabTest(
        "Hemoglobin A1c", "4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood",
        "%", "%", "4.0", "5.6", ("5.0", "5.6"),
    ),
    "glucose": LabTest(
        "Glucose", "2345-7", f"Glucose [Mass/volume] {_SERUM}",
        "mg/dL", "mg/dL", "70", "99", ("78", "98"),
    ),
    "bun": LabTest(
        "Urea nitrogen (BUN)", "3094-0", f"Urea nitrogen [Mass/volume] {_SERUM}",
        "mg/dL", "mg/dL", "7", "20", ("9", "19"),
    ),
    "creatinine": LabTest(
        "Creatinine", "2160-0", f"Creatinine [Mass/volume] {_SERUM}",
        "mg/dL", "mg/dL", "0.60", "1.30", ("0.68", "0.80"),
    ),
    "egfr": LabTest(
        "Estimated kidney filtration (eGFR)", "33914-3",
        "Glomerular filtration rate/1.73 sq M.predicted [Volume Rate/Area] in Serum or Plasma by"
        " Creatinine-based formula (MDRD)",
        "mL/min/1.73m2", "mL/min/{1.73_m2}", "60", None, ("82", "104"),
    ),
    "calcium": LabTest(
        "Calcium", "17861-6", f"Calcium [Mass/volume] {_SERUM}",
        "mg/dL", "mg/dL", "8.5", "10.5", ("8.9", "10.1"),
    ),
    "sodium": LabTest(
        "Sodium", "2951-2", f"Sodium [Moles/volume] {_SERUM}",
        "mmol/L", "mmol/L", "135", "145", ("137", "143"),
    ),
    "potassium": LabTest(
        "Potassium", "2823-3", f"Potassium [Moles/volume] {_SERUM}",
        "mmol/L", "mmol/L", "3.5", "5.1", ("3.8", "4.8"),
    ),
    "chloride": LabTest(
        "Chloride", "2075-0", f"Chloride [Moles/volume] {_SERUM}",
        "mmol/L", "mmol/L", "98", "107", ("99", "106"),
    ),
    "co2": LabTest(
        "Carbon dioxide", "2028-9", f"Carbon dioxide, total [Moles/volume] {_SERUM}",
        "mmol/L", "mmol/L", "22", "29", ("23", "28"),
    ),
    "protein": LabTest(
        "Total protein", "2885-2", f"Protein [Mass/volume] {_SERUM}",
        "g/dL", "g/dL", "6.0", "8.3", ("6.6", "7.8"),
    ),
    "albumin": LabTest(
        "Albumin", "1751-7", f"Albumin [Mass/volume] {_SERUM}",
        "g/dL", "g/dL", "3.5", "5.0", ("3.9", "4.8"),
    ),
    "bilirubin": LabTest(
        "Total bilirubin", "1975-2", f"Bilirubin.total [Mass/volume] {_SERUM}",
        "mg/dL", "mg/dL", "0.2", "1.2", ("0.3", "1.0"),
    ),
    "alp": LabTest(
        "Alkaline phosphatase", "6768-6", f"Alkaline phosphatase [Enzymatic activity/volume] {_SERUM}",
        "U/L", "U/L", "40", "120", ("48", "104"),
    ),
    "alt": LabTest(
        "ALT", "1742-6", f"Alanine aminotransferase [Enzymatic activity/volume] {_SERUM}",
        "U/L", "U/L", "7", "45", ("12", "38"),
    ),
    "ast": LabTest(
        "AST", "1920-8", f"Aspartate aminotransferase [Enzymatic activity/volume] {_SERUM}",
        "U/L", "U/L", "8", "40", ("13", "34"),
    ),
    "wbc": LabTest(
        "White blood cells", "6690-2", "Leukocytes [#/volume] in Blood by Automated count",
        "10*3/uL", "10*3/uL", "4.0", "11.0", ("4.8", "9.6"),
    ),
    "rbc": LabTest(
        "Red blood cells", "789-8", "Erythrocytes [#/volume] in Blood by Automated count",
        "10*6/uL", "10*6/uL", "3.90", "5.20", ("4.20", "4.90"),
    ),
    "hemoglobin": LabTest(
        "Hemoglobin", "718-7", "Hemoglobin [Mass/volume] in Blood",
        "g/dL", "g/dL", "12.0", "16.0", ("12.6", "14.8"),
    ),
    "hematocrit": LabTest(
        "Hematocrit", "4544-3", "Hematocrit [Volume Fraction] of Blood by Automated count",
        "%", "%", "36.0", "46.0", ("38.0", "44.0"),
    ),
    "mcv": LabTest(
        "Red cell size (MCV)", "787-2", "MCV [Entitic volume] by Automated count",
        "fL", "fL", "80.0", "100.0", ("85.0", "94.0"),
    ),
    "mch": LabTest(
        "Hemoglobin per red cell (MCH)", "785-6", "MCH [Entitic mass] by Automated count",
        "pg", "pg", "27.0", "33.0", ("28.6", "31.4"),
    ),
    "mchc": LabTest(
        "Hemoglobin concentration (MCHC)", "786-4", "MCHC [Mass/volume] by Automated count",
        "g/dL", "g/dL", "32.0", "36.0", ("32.8", "34.9"),
    ),
    "platelets": LabTest(
        "Platelets", "777-3", "Platelets [#/volume] in Blood by Automated count",
        "10*3/uL", "10*3/uL", "150", "400", ("185", "345"),
    ),
    "tsh": LabTest(
        "Thyroid stimulating hormone (TSH)", "3016-3", f"Thyrotropin [Units/volume] {_SERUM}",
        "mIU/L", "m[IU]/L", "0.40", "4.50", ("0.90", "3.20"),
    ),
    "ferritin": LabTest(
        "Ferritin", "2276-4", f"Ferritin [Mass/volume] {_SERUM}",
        "ng/mL", "ng/mL", "15", "150", ("28", "110"),
    ),
    "crp": LabTest(
        "C-reactive protein", "1988-5", f"C reactive protein [Mass/volume] {_SERUM}",
        "mg/L", "mg/L", None, "8.0", ("0.5", "4.0"),
    ),
    "urine_albumin": LabTest(
        "Urine albumin to creatinine ratio", "9318-7", "Albumin/Creatinine [Mass Ratio] in Urine",
        "mg/g", "mg/g", None, "30", ("6", "24"),
    ),
    "psa": LabTest(
        "Prostate specific antigen (PSA)", "2857-1", f"Prostate specific Ag [Mass/volume] {_SERUM}",
        "ng/mL", "ng/mL", None, "4.0", ("0.6", "1.9"),
    ),
    "inr": LabTest(
        "INR", "6301-6", "INR in Platelet poor plasma by Coagulation assay",
        "{INR}", "{INR}", "2.0", "3.0", ("2.0", "3.0"),
    ),
    "lead": LabTest(
        "Lead", "5671-3", "Lead [Mass/volume] in Blood",
        "ug/dL", "ug/dL", None, "3.5", ("0.6", "1.8"),
    ),
}  # fmt: skip

_METABOLIC = ("glucose", "bun", "creatinine", "egfr", "sodium", "potassium", "chloride", "co2", "calcium")
PANELS = {
    "lipid": Panel(
        "Lipid panel", "24331-1", "Lipid 1996 panel - Serum or Plasma",
        ("cholesterol", "triglycerides", "hdl", "ldl"),
    ),
    "basic": Panel(
        "Basic metabolic panel", "24321-2", "Basic metabolic 2000 panel - Serum or Plasma", _METABOLIC,
    ),
    "comprehensive": Panel(
        "Comprehensive metabolic panel", "24323-8", "Comprehensive metabolic 2000 panel - Serum or Plasma",
        (*_METABOLIC, "protein", "albumin", "bilirubin", "alp", "alt", "ast"),
    ),
    "blood_count": Panel(
        "Complete blood count", "58410-2", "CBC panel - Blood by Automated count",
        ("wbc", "rbc", "hemoglobin", "hematocrit", "mcv", "mch", "mchc", "platelets"),
    ),
}  # fmt: skip

MALE_RANGES = {
    "rbc": ("4.30", "5.80"),
    "hemoglobin": ("13.5", "17.5"),
    "hematocrit": ("40.0", "52.0"),
    "ferritin": ("24", "336"),
}
MALE_USUAL = {"creatinine": ("0.88", "1.02"), "rbc": ("4.60", "5.40"), "ferritin": ("60", "240")}
