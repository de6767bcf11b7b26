/* SPDX-License-Identifier: MIT */
#include "sandbox/status.h"

#include <stddef.h>

const struct status STATUSES[STATUS_COUNT] = {
    {.number = 1,
     .name = {"Mới đăng ký", "Newly registered"},
     .next = {"Hồ sơ đã đến cổng dịch vụ công. Bộ phận một cửa sẽ kiểm tra và tiếp nhận; "
              "ông/bà chưa phải làm gì thêm.",
              "The dossier has reached the portal. The one-stop desk will check it and "
              "take it in; there is nothing you need to do now."},
     .ordinary_next = 2,
     .stage = 1,
     .mood = STATUS_UNDER_WAY},
    {.number = 2,
     .name = {"Được tiếp nhận", "Accepted"},
     .next =
         {"Hồ sơ đã được tiếp nhận và đang chuyển đến cơ quan giải quyết; ông/bà chưa "
          "phải làm gì thêm.",
          "The dossier has been accepted and is on its way to the office that will "
          "decide; there is nothing you need to do now."},
     .ordinary_next = 4,
     .stage = 2,
     .mood = STATUS_UNDER_WAY},
    {.number = 3,
     .name = {"Không được tiếp nhận", "Not accepted"},
     .next = {"Hồ sơ chưa được tiếp nhận. Xem lý do ở phần diễn biến, rồi đến nơi đã nộp "
              "hoặc gọi điện để được hướng dẫn nộp lại.",
              "The dossier was not accepted. Read the reason under “What has happened”, "
              "then ask where you handed it in, or call, how to submit it again."},
     .mood = STATUS_STOPPED},
    {.number = 4,
     .name = {"Đang xử lý", "In progress"},
     .next =
         {"Cơ quan có thẩm quyền đang giải quyết hồ sơ; ông/bà chưa phải làm gì thêm.",
          "The competent office is working on the dossier; there is nothing you need "
          "to do now."},
     .ordinary_next = 9,
     .stage = 3,
     .mood = STATUS_UNDER_WAY},
    {.number = 5,
     .name = {"Yêu cầu bổ sung giấy tờ", "More papers needed"},
     .next =
         {"Hồ sơ còn thiếu giấy tờ. Xem cần bổ sung gì ở phần diễn biến, rồi mang đến "
          "nơi đã nộp hồ sơ.",
          "Papers are missing. See which under “What has happened”, and bring them "
          "to where you handed in the dossier."},
     .ordinary_next = 4,
     .mood = STATUS_YOUR_TURN},
    {.number = 6,
     .name = {"Yêu cầu thực hiện nghĩa vụ tài chính", "Payment needed"},
     .next =
         {"Ông/bà cần nộp phí, lệ phí để hồ sơ được giải quyết tiếp. Hỏi cách nộp ở nơi "
          "đã nộp hồ sơ hoặc gọi điện.",
          "A fee must be paid before the work can go on. Ask where you handed in the "
          "dossier, or call, how to pay it."},
     .ordinary_next = 4,
     .mood = STATUS_YOUR_TURN},
    {.number = 7,
     .name = {"Công dân yêu cầu rút hồ sơ", "Withdrawn at the citizen's request"},
     .next = {"Hồ sơ đã được rút theo yêu cầu. Muốn làm lại, ông/bà nộp hồ sơ mới.",
              "The dossier was withdrawn as asked. To try again, submit a new one."},
     .mood = STATUS_STOPPED},
    {.number = 8,
     .name = {"Dừng xử lý", "Stopped"},
     .next =
         {"Việc giải quyết đã dừng. Xem lý do ở phần diễn biến, hoặc gọi điện để hỏi.",
          "Work on the dossier has stopped. Read the reason under “What has "
          "happened”, or call to ask."},
     .mood = STATUS_STOPPED},
    {.number = 9,
     .name = {"Đã xử lý xong", "Completed"},
     .next =
         {"Đã có kết quả. Mang phiếu và giấy tờ tuỳ thân đến nơi nhận kết quả.",
          "The result is ready. Bring your slip and an identity paper to collect it."},
     .ordinary_next = 10,
     .stage = 4,
     .mood = STATUS_READY},
    {.number = 10,
     .name = {"Đã trả kết quả", "Result handed over"},
     .next = {"Kết quả đã được trao. Hồ sơ đã kết thúc.",
              "The result has been handed over. The case is closed."},
     .stage = 5,
     .mood = STATUS_READY},
};

const struct status *status_find(long long number)
{
    for (size_t i = 0; i < STATUS_COUNT; i++)
        if (STATUSES[i].number == number)
            return &STATUSES[i];
    return NULL;
}

const struct status *status_of_stage(int stage)
{
    for (size_t i = 0; i < STATUS_COUNT; i++)
        if (STATUSES[i].stage == stage)
            return &STATUSES[i];
    return NULL;
}

json_t *status_json(int number)
{
    const struct status *status = status_find(number);
    return json_pack("{s:i, s:o}", "number", number, "name", words_json(status->name));
}
