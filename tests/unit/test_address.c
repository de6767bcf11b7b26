/* SPDX-License-Identifier: MIT */
/* Addresses as people write them, with what was abolished on 1/7/2025 and without. */
#include "forms/form/address.h"

#include "kiosk/base/memory.h"
#include "tests/unit/forms_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

/* What is told of as a place that can be put right, and the whole put right; what is told
 * of as a commune that is no more. NULL: nothing. */
static const struct {
    const char *text, *place, *suggestion, *commune;
} CASES[] = {
    /* districts, towns, cities below a province, provinces */
    {"Thôn 3, xã Hoà Tiến, huyện Hoà Vang, thành phố Đà Nẵng", "huyện Hoà Vang",
     "Thôn 3, xã Hoà Tiến, thành phố Đà Nẵng", NULL},
    {"xa Hoa Tien, quang nam.", "quang nam", "xa Hoa Tien, Thành phố Đà Nẵng", NULL},
    {"Số 5 Lê Lợi, Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu",
     "Số 5 Lê Lợi, Thành phố Hồ Chí Minh", NULL},
    {"ấp 2 xã Lộc Ninh huyện Lộc Ninh tỉnh Bình Phước", "huyện Lộc Ninh",
     "ấp 2, xã Lộc Ninh, Thành phố Đồng Nai", "xã Lộc Ninh"},
    {"Quận Hải Châu", "Quận Hải Châu", "", NULL},
    {"thị xã Điện Bàn; Đà Nẵng", "thị xã Điện Bàn", "Đà Nẵng", NULL},
    {"phường Tam Kỳ, TP. Tam Kỳ, T. Quảng Nam", "TP. Tam Kỳ",
     "phường Tam Kỳ, Thành phố Đà Nẵng", NULL},
    {"phường Hải Châu, Q.Hải Châu, TP.Đà Nẵng", "Q.Hải Châu",
     "phường Hải Châu, TP.Đà Nẵng", NULL},
    {"P. Hải Châu, Q. Hải Châu, Tp Đà Nẵng", "Q. Hải Châu", "P. Hải Châu, Tp Đà Nẵng",
     NULL},
    {"xã Hoà Vang, H. Hoà Vang, Đà Nẵng", "H. Hoà Vang", "xã Hoà Vang, Đà Nẵng", NULL},
    {"phường Điện Bàn, TX Điện Bàn, Đà Nẵng", "TX Điện Bàn", "phường Điện Bàn, Đà Nẵng",
     NULL},
    {"PHƯỜNG HẢI CHÂU, QUẬN HẢI CHÂU, ĐÀ NẴNG", "QUẬN HẢI CHÂU",
     "PHƯỜNG HẢI CHÂU, ĐÀ NẴNG", NULL},
    {"Đường số 5, Q1, TPHCM", "Q1", "Đường số 5, TPHCM", NULL},

    /* communes that are no more */
    {"12 Hoàng Diệu, phường Bình Hiên, quận Hải Châu, thành phố Đà Nẵng", "quận Hải Châu",
     "12 Hoàng Diệu, phường Bình Hiên, thành phố Đà Nẵng", "phường Bình Hiên"},
    {"12 Hoàng Diệu, phường Bình Hiên, thành phố Đà Nẵng", NULL, NULL,
     "phường Bình Hiên"},
    {"phường Bình Hiên", NULL, NULL, "phường Bình Hiên"},
    {"12 Hoàng Diệu P. Bình Hiên Q. Hải Châu TP. Đà Nẵng", "Q. Hải Châu",
     "12 Hoàng Diệu, P. Bình Hiên, TP. Đà Nẵng", "P. Bình Hiên"},
    {"12 hoang dieu phuong binh hien quan hai chau da nang", "quan hai chau",
     "12 hoang dieu, phuong binh hien, da nang", "phuong binh hien"},
    {"P.Bình Hiên - Q.Hải Châu - Đà Nẵng", "Q.Hải Châu", "P.Bình Hiên, Đà Nẵng",
     "P.Bình Hiên"},
    {"PHƯỜNG HOÀ KHÁNH BẮC, ĐÀ NẴNG", NULL, NULL, "PHƯỜNG HOÀ KHÁNH BẮC"},
    {"Tổ 12 phường Hòa Khánh Bắc, Đà Nẵng", NULL, NULL, "phường Hòa Khánh Bắc"},
    {"Tổ 12 P. Hòa Khánh Bắc, Đà Nẵng", NULL, NULL, "P. Hòa Khánh Bắc"},
    {"xã Hoà Phong, Đà Nẵng", NULL, NULL, "xã Hoà Phong"},
    {"X. Hoà Phong, H. Hoà Vang, Đà Nẵng", "H. Hoà Vang", "X. Hoà Phong, Đà Nẵng",
     "X. Hoà Phong"},
    {"5 Lê Lợi, phường Bến Nghé, quận 1, TP.HCM", "quận 1",
     "5 Lê Lợi, phường Bến Nghé, TP.HCM", "phường Bến Nghé"},
    {"phường 7, thành phố Hồ Chí Minh", NULL, NULL, "phường 7"},
    {"12 Võ Văn Tần P7 Q3 TPHCM", "Q3", "12 Võ Văn Tần, P7, TPHCM", "P7"},
    {"P.12, Q.Bình Thạnh, TP.HCM", "Q.Bình Thạnh", "P.12, TP.HCM", "P.12"},
    {"thị trấn Ái Nghĩa, tỉnh Quảng Nam", "tỉnh Quảng Nam",
     "thị trấn Ái Nghĩa, Thành phố Đà Nẵng", "thị trấn Ái Nghĩa"},
    {"Thị Trấn Hà Lam, Đà Nẵng", NULL, NULL, "Thị Trấn Hà Lam"},
    {"TT. Nam Phước, Đà Nẵng", NULL, NULL, "TT. Nam Phước"},
    {"khu 5 thi tran Ai Nghia", NULL, NULL, "thi tran Ai Nghia"},
    /* there is one of that name, but in another province, or of another kind */
    {"xã Lộc Ninh, Đà Nẵng", NULL, NULL, "xã Lộc Ninh"},
    {"phường Hoà Vang, Đà Nẵng", NULL, NULL, "phường Hoà Vang"},
    {"phường Hội An, Huế", NULL, NULL, "phường Hội An"},
    {"phường Hội An Huế", NULL, NULL, "phường Hội An"},

    /* nothing is wrong */
    {"12 Quảng Nam, phường Hoà Khánh, thành phố Đà Nẵng", NULL, NULL, NULL},
    {"12 Quảng Nam, phường Hòa Khánh, TP. Đà Nẵng", NULL, NULL, NULL},
    {"phuong hoa khanh, da nang", NULL, NULL, NULL},
    {"Phường Hải Châu Đà Nẵng", NULL, NULL, NULL},
    {"phường Hải Châu - TP Đà Nẵng - Việt Nam", NULL, NULL, NULL},
    {"phường Hải Châu Đà Nẵng Việt Nam", NULL, NULL, NULL},
    {"P.Hải Châu", NULL, NULL, NULL},
    {"phường Hải Châu (gần chợ Hàn), Đà Nẵng", NULL, NULL, NULL},
    {"đặc khu Hoàng Sa, Đà Nẵng", NULL, NULL, NULL},
    {"ĐẶC KHU PHÚ QUỐC, AN GIANG", NULL, NULL, NULL},
    {"xã Ea H'Leo, Đắk Lắk", NULL, NULL, NULL},
    {"phường Xuân Hương – Đà Lạt, Lâm Đồng", NULL, NULL, NULL},
    {"phường Xuân Hương - Đà Lạt, Lâm Đồng", NULL, NULL, NULL},
    {"Phường 2 Bảo Lộc, Lâm Đồng", NULL, NULL, NULL},
    {"Thôn 3 xã Hoằng Hoá tỉnh Thanh Hoá", NULL, NULL, NULL},
    {"phường Thuận Hoá, Thành phố Huế", NULL, NULL, NULL},
    {"phường Trấn Biên, thành phố Đồng Nai", NULL, NULL, NULL},
    {"Bệnh viện Phụ sản - Nhi Đà Nẵng, phường Ngũ Hành Sơn, Đà Nẵng", NULL, NULL, NULL},
    /* names that only sound like it */
    {"Quán Thánh, phường Ba Đình, Hà Nội", NULL, NULL, NULL},
    {"120 Xã Đàn, Hà Nội", NULL, NULL, NULL},
    {"số 120 Xã Đàn, Hà Nội", NULL, NULL, NULL},
    {"đường Xã Đàn, phường Kim Liên, Hà Nội", NULL, NULL, NULL},
    {"Xã Đàn, Hà Nội", NULL, NULL, NULL},
    {"ngõ Phường Đúc, phường Thuận Hoá, Huế", NULL, NULL, NULL},
    {"thôn Phường Rạnh, xã Nông Sơn, Đà Nẵng", NULL, NULL, NULL},
    {"12 P. Hàng Gai, Hà Nội", NULL, NULL, NULL},
    {"P.302 nhà A2, phường Kim Liên, Hà Nội", NULL, NULL, NULL},
    {"phố Xa La, phường Hà Đông, Hà Nội", NULL, NULL, NULL},
    {"Xa lộ Hà Nội, phường Thủ Đức, TP HCM", NULL, NULL, NULL},
    {"xa lo Ha Noi, phuong Thu Duc, TP HCM", NULL, NULL, NULL},
    {"Quan Hoa, Cầu Giấy, Hà Nội", NULL, NULL, NULL},
    {"Hợp tác xã Nông nghiệp, xã Hoà Tiến, Đà Nẵng", NULL, NULL, NULL},
    {"nhà ở xã hội Hoà Khánh, phường Hoà Khánh, Đà Nẵng", NULL, NULL, NULL},
    {"Bảo hiểm xã hội cơ sở Hải Châu", NULL, NULL, NULL},
    {"Trung tâm Bảo trợ xã hội", NULL, NULL, NULL},
    {"nhà ở xã hội, 12 Ngô Quyền", NULL, NULL, NULL},
    {"nha o xa hoi, 12 Ngo Quyen", NULL, NULL, NULL},
    {"đường liên xã Hoà Tiến", NULL, NULL, NULL},
    {"đường Tỉnh lộ 8, xã Củ Chi, TP HCM", NULL, NULL, NULL},
    {"TT Y tế khu vực Hoà Vang, xã Hoà Vang, Đà Nẵng", NULL, NULL, NULL},
    {"H.51/2 Trần Cao Vân, phường Thanh Khê, Đà Nẵng", NULL, NULL, NULL},
    {"12 Trần H. Đạo, phường Hải Châu, Đà Nẵng", NULL, NULL, NULL},
    {"X.3, xã Hoà Tiến, Đà Nẵng", NULL, NULL, NULL},
    {"45 Lê Q. Đôn, phường Hải Châu, Đà Nẵng", NULL, NULL, NULL},
    {"công an phường", NULL, NULL, NULL},
    {"12 Rue de Paris, 75001 Paris, Pháp", NULL, NULL, NULL},
    {"P", NULL, NULL, NULL},
    {"Q.", NULL, NULL, NULL},
    {"xã", NULL, NULL, NULL},
    {"xã ", NULL, NULL, NULL},
    {"", NULL, NULL, NULL},
    {",,; ,", NULL, NULL, NULL},
    {" - – ", NULL, NULL, NULL},
};

static const char *shown(const char *text)
{
    return text ? text : "nothing";
}

static int differs(const char *address, const char *what, const char *found,
                   const char *wanted)
{
    if (strcmp(shown(found), shown(wanted)) == 0)
        return 0;
    print_message("%s: %s: %s instead of %s\n", address, what, shown(found),
                  shown(wanted));
    return 1;
}

static void addresses_are_judged(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(*CASES); i++) {
        const char *text = CASES[i].text;
        struct address_fault fault;
        bool found = address_find_fault(text, fixture_lists(), &fault);
        wrong += differs(text, "place", fault.place, CASES[i].place);
        wrong += differs(text, "suggestion", fault.suggestion, CASES[i].suggestion);
        wrong += differs(text, "commune", fault.commune, CASES[i].commune);
        assert_int_equal(found, CASES[i].place || CASES[i].commune);
        address_fault_free(&fault);
    }
    assert_int_equal(wrong, 0);
}

enum { WAYS = 4 };

static char *written(int way, const char *commune, const char *province)
{
    switch (way) {
    case 0:
        return memory_format("%s, %s", commune, province);
    case 1:
        return memory_format("Thôn 2, %s - %s", commune, province);
    case 2:
        return memory_format("12 Lê Lợi %s %s, Việt Nam", commune, province);
    default:
        return memory_copy_text(commune);
    }
}

/* Every commune of today passes, however it is written. */
static void no_commune_of_today_is_told_of(void **state)
{
    (void)state;
    size_t count;
    const struct place *list = form_lists_communes(fixture_lists(), &count);
    assert_true(count > 3000);
    for (size_t i = 0; i < count; i++) {
        const char *province = form_lists_province(fixture_lists(), list[i].province);
        for (int k = 0; k < WAYS; k++) {
            struct address_fault fault;
            char *text = written(k, list[i].name, province);
            if (address_find_fault(text, fixture_lists(), &fault))
                fail_msg("%s: %s, %s", text, shown(fault.place), shown(fault.commune));
            memory_free_text(&text);
        }
    }
}

static void without_lists_districts_are_known(void **state)
{
    (void)state;
    struct address_fault fault;
    assert_true(address_find_fault("phường X, quận Y, Quảng Nam", NULL, &fault));
    assert_string_equal(fault.suggestion, "phường X, Quảng Nam");
    assert_null(fault.commune);
    address_fault_free(&fault);
}

static int start(void **state)
{
    (void)state;
    fixture_start();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_judged),
        cmocka_unit_test(no_commune_of_today_is_told_of),
        cmocka_unit_test(without_lists_districts_are_known),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
