"""Names from many places, for people who do not exist."""

WOMEN = (
    "Amina", "Aaliyah", "Beatriz", "Bronwyn", "Chioma", "Chloé", "Dalia", "Elif", "Emily", "Fatima",
    "Freya", "Gabriela", "Hana", "Hannah", "Ingrid", "Imani", "Jasmine", "Keiko", "Laura", "Leilani",
    "Lucía", "María", "Mei", "Nadia", "Naomi", "Noor", "Oksana", "Olivia", "Parvati", "Rachel", "Rosa",
    "Sakura", "Samira", "Siobhán", "Sofía", "Tamika", "Thandiwe", "Valentina", "Wanjiru", "Xóchitl", "Yara",
    "Zofia", "Zoë",
)  # fmt: skip

MEN = (
    "Abdul", "Ahmed", "Andrés", "Anthony", "Bilal", "Brian", "Carlos", "Chidi", "Daniel", "Dmitri",
    "Elijah", "Emeka", "Enzo", "Farid", "Gabriel", "George", "Haruto", "Hassan", "Igor", "Isaac", "Jamal",
    "Jorge", "José", "Kai", "Kenji", "Kofi", "Lars", "Liam", "Luca", "Malik", "Marcus", "Minh", "Mohammed",
    "Nikolai", "Omar", "Patrick", "Rajesh", "Ravi", "Samuel", "Seán", "Tariq", "Tomás", "Viktor", "Wei",
    "Yusuf",
)  # fmt: skip

FAMILIES = (
    "Abara", "Abdi", "Adeyemi", "Aguilar", "Ali", "Andersson", "Asante", "Bailey", "Banerjee", "Begum",
    "Bianchi", "Brandt", "Brooks", "Cabrera", "Campbell", "Carvalho", "Chang", "Chavez", "Cohen", "Cruz",
    "da Silva", "Delgado", "Diallo", "Dubois", "Edwards", "Eriksson", "Farah", "Fernández", "Fischer",
    "Foster", "Garcia", "Goldberg", "Gonçalves", "Gupta", "Haddad", "Hansen", "Hernández", "Hoang",
    "Hussein", "Ibrahim", "Ivanova", "Iyer", "Jackson", "Jensen", "Johnson", "Kaur", "Kawasaki", "Kelly",
    "Khan", "Kim", "Kowalski", "Lam", "Lee", "Levi", "Lopez", "MacLeod", "Mahmoud", "Martínez", "Mbeki",
    "Miller", "Mori", "Müller", "Nakamura", "Nguyen", "Novak", "Nwosu", "O'Brien", "O'Neill", "Ochoa",
    "Okoye", "Osei", "Park", "Patel", "Pereira", "Petrov", "Pham", "Quispe", "Rahman", "Ramírez", "Rivera",
    "Rosen", "Rossi", "Sahin", "Sánchez", "Sato", "Schmidt", "Sharma", "Silva", "Singh", "Smith",
    "St. Clair", "Suzuki", "Tanaka", "Taylor", "Thomas", "Tremblay", "Tsegaye", "Vargas", "Velasco", "Wang",
    "Washington", "Williams", "Wójcik", "Yamada", "Yilmaz", "Young", "Zhang", "Zielinski",
)  # fmt: skip
