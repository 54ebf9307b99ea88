/* registers.c - scales, vehicles, drivers, carriers: rows that people keep, all in one way. */
#include "rooms/haulage/haulage_inside.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "core/register.h"
#include "db/db.h"
#include "proto/weigh.h"

enum { MOST_KG = 1000000 };

static const struct field number_fields[] = {FIELD(struct haulage_number, n)};
const struct record haulage_number_record = RECORD(haulage_number, number_fields);

const char *haulage_or(const char *text, const char *otherwise)
{
	return text ? text : otherwise;
}

enum status haulage_count(struct cx *cx, int64_t *out, const char *sql, struct args args)
{
	struct list l;
	TRY(db_all(cx, &haulage_number_record, &l, sql, args));
	*out = l.count ? ((const struct haulage_number *)l.items)->n : 0;
	return STATUS_OK;
}

/* ---- what they hold ---- */

static const char *const scale_kinds[] = {"weighbridge", "station", "wim", NULL};
static const char *const scale_classes[] = {"III", "0.2", "0.5", "1", "2", "5", "10", NULL};
static const char *const truck_kinds[] = {"", "truck", "articulated", "centre_axle", "full_trailer", NULL};

/* The version that a change was made on; stands first in each input. */
#define VERSION(name) FIELD(struct haulage_##name, version, .min = 0, .max = INT64_MAX)

#define SCALE_FIELDS                                                                                                  \
	FIELD(struct haulage_scale, kind, .flags = REQUIRED, .choices = scale_kinds, .zh = "类型", .en = "kind"),     \
	FIELD(struct haulage_scale, mine, .flags = NULLABLE, .min = 0, .max = INT64_MAX, .zh = "所属矿山", .en = "mine"), \
	FIELD(struct haulage_scale, org, .flags = NULLABLE, .min = 0, .max = INT64_MAX, .zh = "管理单位", .en = "run by"), \
	FIELD(struct haulage_scale, name, .flags = REQUIRED, .min = 2, .max = 60, .zh = "名称", .en = "name"),         \
	FIELD(struct haulage_scale, maker, .min = 0, .max = 60, .zh = "型号", .en = "make"),                          \
	FIELD(struct haulage_scale, serial_no, .min = 0, .max = 60, .zh = "出厂编号", .en = "serial number"),          \
	FIELD(struct haulage_scale, accuracy_class, .flags = REQUIRED, .choices = scale_classes, .zh = "准确度等级", .en = "accuracy class"), \
	FIELD(struct haulage_scale, max_kg, .min = 0, .max = MOST_KG, .zh = "最大秤量（千克）", .en = "greatest weight (kg)"), \
	FIELD(struct haulage_scale, division_kg, .min = 0, .max = 1000, .zh = "分度值（千克）", .en = "division (kg)"), \
	FIELD(struct haulage_scale, certificate, .min = 0, .max = 60, .zh = "检定证书编号", .en = "certificate"),       \
	FIELD(struct haulage_scale, certified_on, .flags = DAY, .zh = "检定日期", .en = "certified on"),               \
	FIELD(struct haulage_scale, valid_to, .flags = DAY, .zh = "有效期至", .en = "valid to"),                       \
	FIELD(struct haulage_scale, issuer, .min = 0, .max = 100, .zh = "检定机构", .en = "certified by"),             \
	FIELD(struct haulage_scale, lon, .zh = "经度", .en = "longitude"), FIELD(struct haulage_scale, lat, .zh = "纬度", .en = "latitude"), \
	FIELD(struct haulage_scale, active, .zh = "在用", .en = "in use")
static const struct field scale_input_fields[] = {VERSION(scale), SCALE_FIELDS};
const struct record haulage_scale_input_record = RECORD(haulage_scale, scale_input_fields);
static const struct field scale_fields[] = {
	FIELD(struct haulage_scale, id), FIELD(struct haulage_scale, version), FIELD(struct haulage_scale, seq), SCALE_FIELDS,
	FIELD(struct haulage_scale, mine_name), FIELD(struct haulage_scale, org_name),
};
const struct record haulage_scale_record = RECORD(haulage_scale, scale_fields);

#define VEHICLE_FIELDS                                                                                                \
	FIELD(struct haulage_vehicle, plate, .flags = REQUIRED, .min = 5, .max = 12, .zh = "车牌号", .en = "plate"),    \
	FIELD(struct haulage_vehicle, kind, .choices = truck_kinds, .zh = "车型", .en = "kind"),                       \
	FIELD(struct haulage_vehicle, axles, .min = 0, .max = 20, .zh = "轴数", .en = "axles"),                        \
	FIELD(struct haulage_vehicle, drive_axles, .min = 0, .max = 6, .zh = "驱动轴数", .en = "driven axles"),         \
	FIELD(struct haulage_vehicle, single_tyre_axles, .min = 0, .max = 18, .zh = "单胎轴数", .en = "axles with single tyres"), \
	FIELD(struct haulage_vehicle, trailer_axles, .min = 0, .max = 10, .zh = "挂车轴数", .en = "axles of the trailer"), \
	FIELD(struct haulage_vehicle, air_suspension, .zh = "空气悬架", .en = "air suspension"),                       \
	FIELD(struct haulage_vehicle, axle_spacing_mm, .min = 0, .max = 100000, .zh = "半挂轴距（毫米）", .en = "axle spacing (mm)"), \
	FIELD(struct haulage_vehicle, rated_kg, .min = 0, .max = MOST_KG, .zh = "行驶证总质量（千克）", .en = "registered greatest mass (kg)"), \
	FIELD(struct haulage_vehicle, tare_kg, .min = 0, .max = MOST_KG, .zh = "行驶证整备质量（千克）", .en = "registered tare (kg)"), \
	FIELD(struct haulage_vehicle, vehicle, .choices = haulage_vehicle_classes, .zh = "特殊车辆", .en = "special vehicle"), \
	FIELD(struct haulage_vehicle, transport_no, .min = 0, .max = 60, .zh = "道路运输证号", .en = "transport certificate"), \
	FIELD(struct haulage_vehicle, certified_on, .flags = DAY, .zh = "初次领证日期", .en = "first issued"),         \
	FIELD(struct haulage_vehicle, carrier, .flags = NULLABLE, .min = 0, .max = INT64_MAX, .zh = "运输企业", .en = "carrier"), \
	FIELD(struct haulage_vehicle, home, .min = 0, .max = 100, .zh = "车籍地交通主管部门（本县不填）", .en = "home authority (empty: this county)")
static const struct field vehicle_input_fields[] = {VERSION(vehicle), VEHICLE_FIELDS};
const struct record haulage_vehicle_input_record = RECORD(haulage_vehicle, vehicle_input_fields);
static const struct field vehicle_fields[] = {
	FIELD(struct haulage_vehicle, id), FIELD(struct haulage_vehicle, version), VEHICLE_FIELDS, FIELD(struct haulage_vehicle, learnt),
	FIELD(struct haulage_vehicle, carrier_name),
};
const struct record haulage_vehicle_record = RECORD(haulage_vehicle, vehicle_fields);

#define DRIVER_FIELDS                                                                                                 \
	FIELD(struct haulage_driver, name, .flags = REQUIRED, .min = 1, .max = 40, .zh = "姓名", .en = "name"),         \
	FIELD(struct haulage_driver, qualification, .flags = REQUIRED, .min = 4, .max = 40, .zh = "从业资格证号", .en = "certificate"), \
	FIELD(struct haulage_driver, qualified_on, .flags = DAY, .zh = "初次领证日期", .en = "first issued"),          \
	FIELD(struct haulage_driver, carrier, .flags = NULLABLE, .min = 0, .max = INT64_MAX, .zh = "运输企业", .en = "carrier"), \
	FIELD(struct haulage_driver, home, .min = 0, .max = 100, .zh = "发证地（本县不填）", .en = "home authority (empty: this county)")
static const struct field driver_input_fields[] = {VERSION(driver), DRIVER_FIELDS};
const struct record haulage_driver_input_record = RECORD(haulage_driver, driver_input_fields);
static const struct field driver_fields[] = {
	FIELD(struct haulage_driver, id), FIELD(struct haulage_driver, version), DRIVER_FIELDS, FIELD(struct haulage_driver, learnt),
	FIELD(struct haulage_driver, carrier_name),
};
const struct record haulage_driver_record = RECORD(haulage_driver, driver_fields);

#define CARRIER_FIELDS                                                                                                \
	FIELD(struct haulage_carrier, name, .flags = REQUIRED, .min = 2, .max = 100, .zh = "名称", .en = "name"),       \
	FIELD(struct haulage_carrier, licence_no, .min = 0, .max = 60, .zh = "道路运输经营许可证号", .en = "licence"),  \
	FIELD(struct haulage_carrier, licensed_on, .flags = DAY, .zh = "初次领证日期", .en = "first issued"),          \
	FIELD(struct haulage_carrier, fleet, .min = 0, .max = 100000, .zh = "货运车辆总数", .en = "trucks it runs"),   \
	FIELD(struct haulage_carrier, home, .min = 0, .max = 100, .zh = "许可地（本县不填）", .en = "home authority (empty: this county)")
static const struct field carrier_input_fields[] = {VERSION(carrier), CARRIER_FIELDS};
const struct record haulage_carrier_input_record = RECORD(haulage_carrier, carrier_input_fields);
static const struct field carrier_fields[] = {
	FIELD(struct haulage_carrier, id), FIELD(struct haulage_carrier, version), CARRIER_FIELDS, FIELD(struct haulage_carrier, learnt),
};
const struct record haulage_carrier_record = RECORD(haulage_carrier, carrier_fields);

/* ---- what must hold ---- */

static enum status check_scale(struct cx *cx, void *row)
{
	struct haulage_scale *s = row;
	struct mine *m;
	bool bridge = strcmp(s->kind, "weighbridge") == 0;
	if (bridge && !s->mine)
		return cx_fail_field(cx, "mine", "a weighbridge belongs to a mine");
	if (!bridge && s->mine)
		return cx_fail_field(cx, "mine", "only a weighbridge belongs to a mine");
	if (bridge && !s->id)
		TRY(mine_get(cx, s->mine, &m));
	return STATUS_OK;
}

static enum status check_vehicle(struct cx *cx, void *row)
{
	struct haulage_vehicle *v = row;
	const char *plate = weigh_plate(cx->mem, v->plate);
	if (!*plate)
		return cx_fail_field(cx, "plate", "is no plate: %s", v->plate);
	v->plate = plate;
	return STATUS_OK;
}

const struct haulage_register haulage_scales = {
	.kind = "haulage_scale", .record = &haulage_scale_record, .input = &haulage_scale_input_record, .words = "x.name", .check = check_scale,
	.sql = "SELECT x.id, x.version, x.seq, x.kind, x.mine, x.org, x.name, x.maker, x.serial_no, x.accuracy_class, x.max_kg, x.division_kg,"
	       " x.certificate, x.certified_on, x.valid_to, x.issuer, x.lon, x.lat, x.active, m.name AS mine_name, o.name AS org_name"
	       " FROM haulage_scale x LEFT JOIN mine m ON m.county = x.county AND m.id = x.mine LEFT JOIN org o ON o.county = x.county AND o.id = x.org"
	       " WHERE ",
};
const struct haulage_register haulage_vehicles = {
	.kind = "haulage_vehicle", .record = &haulage_vehicle_record, .input = &haulage_vehicle_input_record, .words = "x.plate", .check = check_vehicle,
	.sql = "SELECT x.id, x.version, x.plate, x.kind, x.axles, x.drive_axles, x.single_tyre_axles, x.trailer_axles, x.air_suspension,"
	       " x.axle_spacing_mm, x.rated_kg, x.tare_kg, x.vehicle, x.transport_no, x.certified_on, x.carrier, x.home, x.learnt,"
	       " c.name AS carrier_name FROM haulage_vehicle x LEFT JOIN haulage_carrier c ON c.county = x.county AND c.id = x.carrier WHERE ",
};
const struct haulage_register haulage_drivers = {
	.kind = "haulage_driver", .record = &haulage_driver_record, .input = &haulage_driver_input_record, .words = "x.name",
	.sql = "SELECT x.id, x.version, x.name, x.qualification, x.qualified_on, x.carrier, x.home, x.learnt, c.name AS carrier_name"
	       " FROM haulage_driver x LEFT JOIN haulage_carrier c ON c.county = x.county AND c.id = x.carrier WHERE ",
};
const struct haulage_register haulage_carriers = {
	.kind = "haulage_carrier", .record = &haulage_carrier_record, .input = &haulage_carrier_input_record, .words = "x.name",
	.sql = "SELECT x.id, x.version, x.name, x.licence_no, x.licensed_on, x.fleet, x.home, x.learnt FROM haulage_carrier x WHERE ",
};
