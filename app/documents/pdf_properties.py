"""What a certificate's file says of itself, beside its title."""

NUMBER_PROPERTY = "/CertificateNumber"
