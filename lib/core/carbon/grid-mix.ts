/**
 * Carbon intensity of electricity by country: grams CO2e per kWh over a year, as CodeCarbon ships it
 * (`global_energy_mix.json`, MIT licence) after Our World in Data: generation by source times what each source emits over
 * its life. One line a country: ISO 3166 alpha-3, year, grams, name. The Central African Republic is left out: the file's 0
 * for it is a missing figure, as all its power is from water, which emits some.
 */
export const GRID_MIX_SOURCE = "CodeCarbon global_energy_mix.json, after Our World in Data";

export const GRID_MIX = `
ABW 2022 561.224 Aruba
AFG 2022 132.53 Afghanistan
AGO 2022 174.734 Angola
ALB 2022 24.286 Albania
ARE 2022 561.135 United Arab Emirates
ARG 2023 354.103 Argentina
ARM 2022 264.538 Armenia
ASM 2022 611.111 American Samoa
ATG 2022 611.111 Antigua and Barbuda
AUS 2023 548.692 Australia
AUT 2023 110.812 Austria
AZE 2022 671.389 Azerbaijan
BDI 2022 250 Burundi
BEL 2023 138.107 Belgium
BEN 2022 584.071 Benin
BFA 2022 467.533 Burkina Faso
BGD 2023 691.411 Bangladesh
BGR 2023 335.334 Bulgaria
BHR 2022 904.615 Bahrain
BHS 2022 660.099 Bahamas
BIH 2023 600 Bosnia and Herzegovina
BLR 2022 441.74 Belarus
BLZ 2022 225.806 Belize
BMU 2022 650.794 Bermuda
BOL 2023 531.687 Bolivia
BRA 2023 98.348 Brazil
BRB 2022 605.505 Barbados
BRN 2022 893.913 Brunei
BTN 2022 23.333 Bhutan
BWA 2022 847.909 Botswana
CAN 2023 170.043 Canada
CHE 2023 34.843 Switzerland
CHL 2023 291.113 Chile
CHN 2023 582.317 China
CIV 2022 393.885 Cote d'Ivoire
CMR 2022 305.419 Cameroon
COD 2022 24.457 Democratic Republic of Congo
COG 2022 700 Congo
COK 2022 250 Cook Islands
COL 2023 259.511 Colombia
COM 2022 642.857 Comoros
CPV 2022 558.14 Cape Verde
CRI 2023 53.378 Costa Rica
CUB 2022 637.61 Cuba
CYM 2022 642.857 Cayman Islands
CYP 2023 534.323 Cyprus
CZE 2023 449.724 Czechia
DEU 2023 380.95 Germany
DJI 2022 692.308 Djibouti
DMA 2022 529.412 Dominica
DNK 2023 151.65 Denmark
DOM 2022 580.78 Dominican Republic
DZA 2022 634.611 Algeria
ECU 2023 150.224 Ecuador
EGY 2023 570.306 Egypt
ERI 2022 631.579 Eritrea
ESH 2009 666.667 Western Sahara
ESP 2023 174.05 Spain
EST 2023 416.667 Estonia
ETH 2022 24.643 Ethiopia
FIN 2023 79.158 Finland
FJI 2022 288.462 Fiji
FLK 2022 500 Falkland Islands
FRA 2023 56.039 France
FRO 2022 404.762 Faroe Islands
GAB 2022 491.597 Gabon
GBR 2023 237.589 United Kingdom
GEO 2023 167.594 Georgia
GHA 2022 484 Ghana
GIB 2022 600 Gibraltar
GIN 2022 236.842 Guinea
GLP 2021 500 Guadeloupe
GMB 2022 666.667 Gambia
GNB 2022 625 Guinea-Bissau
GNQ 2022 591.837 Equatorial Guinea
GRC 2023 336.574 Greece
GRD 2022 640 Grenada
GRL 2022 178.571 Greenland
GTM 2022 328.268 Guatemala
GUF 2021 217.822 French Guiana
GUM 2022 622.857 Guam
GUY 2022 640.351 Guyana
HKG 2022 699.499 Hong Kong
HND 2022 282.265 Honduras
HRV 2023 204.962 Croatia
HTI 2022 567.308 Haiti
HUN 2023 204.19 Hungary
IDN 2022 675.931 Indonesia
IND 2023 713.441 India
IRL 2023 290.805 Ireland
IRN 2023 655.125 Iran
IRQ 2022 688.814 Iraq
ISL 2022 27.68 Iceland
ISR 2022 582.927 Israel
ITA 2023 330.718 Italy
JAM 2022 555.556 Jamaica
JOR 2022 540.924 Jordan
JPN 2023 485.392 Japan
KAZ 2023 821.391 Kazakhstan
KEN 2023 70.492 Kenya
KGZ 2022 147.292 Kyrgyzstan
KHM 2022 417.707 Cambodia
KIR 2022 666.667 Kiribati
KNA 2022 636.364 Saint Kitts and Nevis
KOR 2023 430.567 South Korea
KWT 2023 649.163 Kuwait
LAO 2022 265.506 Laos
LBN 2022 599.005 Lebanon
LBR 2022 227.848 Liberia
LBY 2022 818.692 Libya
LCA 2022 666.667 Saint Lucia
LKA 2022 509.781 Sri Lanka
LSO 2022 20 Lesotho
LTU 2023 160.072 Lithuania
LUX 2023 105.263 Luxembourg
LVA 2023 123.2 Latvia
MAC 2022 448.98 Macao
MAR 2023 630.014 Morocco
MDA 2023 643.464 Moldova
MDG 2022 436.441 Madagascar
MDV 2022 611.765 Maldives
MEX 2023 507.245 Mexico
MKD 2023 565.345 North Macedonia
MLI 2022 408 Mali
MLT 2023 459.144 Malta
MMR 2023 398.898 Myanmar
MNE 2023 417.073 Montenegro
MNG 2023 775.309 Mongolia
MOZ 2022 135.647 Mozambique
MRT 2022 464.706 Mauritania
MSR 2022 1000 Montserrat
MTQ 2021 523.179 Martinique
MUS 2022 632.479 Mauritius
MWI 2022 66.667 Malawi
MYS 2022 605.831 Malaysia
NAM 2022 59.259 Namibia
NCL 2022 660.584 New Caledonia
NER 2022 670.886 Niger
NGA 2023 523.247 Nigeria
NIC 2022 265.116 Nicaragua
NLD 2023 267.622 Netherlands
NOR 2023 30.08 Norway
NPL 2022 24.44 Nepal
NRU 2022 750 Nauru
NZL 2023 112.758 New Zealand
OMN 2023 564.635 Oman
PAK 2023 440.608 Pakistan
PAN 2022 161.677 Panama
PER 2023 266.478 Peru
PHL 2023 610.688 Philippines
PNG 2022 507.246 Papua New Guinea
POL 2023 661.926 Poland
PRI 2022 678.738 Puerto Rico
PRK 2022 389.587 North Korea
PRT 2023 165.553 Portugal
PRY 2023 23.755 Paraguay
PSE 2022 516.129 Palestine
PYF 2022 442.857 French Polynesia
QAT 2023 602.5 Qatar
REU 2021 572.816 Reunion
ROU 2023 240.583 Romania
RUS 2023 441.039 Russia
RWA 2022 316.327 Rwanda
SAU 2022 706.791 Saudi Arabia
SDN 2022 263.158 Sudan
SEN 2022 511.598 Senegal
SGP 2023 470.783 Singapore
SHN 2022 1000 Saint Helena
SLB 2022 700 Solomon Islands
SLE 2022 50 Sierra Leone
SLV 2023 271.468 El Salvador
SOM 2022 578.947 Somalia
SPM 2022 600 Saint Pierre and Miquelon
SRB 2023 636.062 Serbia
SSD 2022 629.032 South Sudan
STP 2022 642.857 Sao Tome and Principe
SUR 2022 349.282 Suriname
SVK 2023 116.774 Slovakia
SVN 2023 231.275 Slovenia
SWE 2023 40.695 Sweden
SWZ 2022 172.414 Eswatini
SYC 2022 564.516 Seychelles
SYR 2022 701.661 Syria
TCA 2022 653.846 Turks and Caicos Islands
TCD 2022 628.571 Chad
TGO 2022 443.182 Togo
THA 2023 549.583 Thailand
TJK 2022 116.858 Tajikistan
TKM 2022 1306.025 Turkmenistan
TLS 2022 666.667 East Timor
TON 2022 625 Tonga
TTO 2022 681.529 Trinidad and Tobago
TUN 2023 563.956 Tunisia
TUR 2023 464.586 Turkey
TWN 2023 642.378 Taiwan
TZA 2022 339.246 Tanzania
UGA 2022 44.527 Uganda
UKR 2022 259.693 Ukraine
URY 2023 128.788 Uruguay
USA 2023 369.473 United States
UZB 2022 1167.603 Uzbekistan
VCT 2022 529.412 Saint Vincent and the Grenadines
VEN 2022 185.802 Venezuela
VGB 2022 647.059 British Virgin Islands
VIR 2022 632.353 United States Virgin Islands
VNM 2023 475.449 Vietnam
VUT 2022 571.429 Vanuatu
WSM 2022 473.684 Samoa
YEM 2022 566.102 Yemen
ZAF 2023 707.686 South Africa
ZMB 2022 111.967 Zambia
ZWE 2022 297.872 Zimbabwe
`;
