"""Patients, the data keys that open them, and the blind index that finds them."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


class DataKey(SQLModel, table=True):
    """The wrapped data key of one patient (or of the practice). Deleting it erases what it sealed."""

    __tablename__ = "data_key"
    owner_id: UUID = Field(primary_key=True)
    master_id: str = Field(index=True)
    wrapped: bytes
    made_at: datetime = time_field()


class PatientContents(BaseModel):
    """Who a patient is, as the practice's EHR says. `died`: a day in words; `died_on`: that day."""

    fhir_id: str
    mrn: str
    given: str = ""
    family: str = ""
    name: str
    birth_date: date | None = None
    zip: str = ""
    sex: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    died: str = ""
    died_on: date | None = None


class Patient(SQLModel, table=True):
    """One person with a record. `fhir_key` and `mrn_key` are keyed hashes for look-up."""

    __tablename__ = "patient"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    fhir_key: bytes = Field(unique=True)
    mrn_key: bytes = Field(index=True)
    created_at: datetime = time_field()
    updated_at: datetime = time_field()
    deceased: bool = False
    sealed: bytes


class PatientSearch(SQLModel, table=True):
    """Blind index: keyed hashes of the beginnings of names, of the MRN and of the birth date."""

    __tablename__ = "patient_search"
    token: bytes = Field(primary_key=True)
    patient_id: UUID = Field(primary_key=True, foreign_key="patient.id", index=True)
