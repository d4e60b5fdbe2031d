const WORDS = {
  "en": {
    "activation": {
      "title": "Activate your account",
      "text": "One more click, and your account is ready.",
      "button": "Activate the account",
      "done": "Your account is active",
      "after": "You can log in now.",
      "ended": "The password of the registration no longer works, because this link was opened on another device. Your app lets you choose a new one: ask it for help with a forgotten password."
    },
    "login": {
      "title": "Log in",
      "text": "Go on only if it was you who asked for this link.",
      "button": "Log in",
      "done": "You are logged in",
      "after": "Your app may ask you for these tokens. Whoever has them is logged in as you, so give them to nobody else."
    },
    "reset": {
      "title": "Choose a new password",
      "text": "All devices are logged out when the password changes.",
      "button": "Save the password",
      "done": "Your password was changed",
      "after": "You can log in with it now."
    },
    "change": {
      "title": "Confirm your new address",
      "text": "The address at which this link reached you becomes the address of your account.",
      "button": "Confirm the address",
      "done": "Your address is confirmed",
      "after": "From now on it is the address of your account."
    },
    "undo": {
      "title": "Undo the change",
      "text": "Your account gets its former address back. All devices are logged out, and its password stops working.",
      "button": "Undo the change",
      "done": "The change was undone",
      "after": "A message is on its way to this address. Please choose a new password with it."
    },
    "invitation": {
      "title": "Open your account",
      "text": "You are invited. Choose a username and a password: the account gets the address at which this link reached you.",
      "button": "Open the account",
      "done": "Your account is open",
      "after": "You can log in now."
    },
    "lost_factor": {
      "title": "My second factor is lost",
      "text": "After a waiting time all second factors and recovery codes of your account are removed. All your addresses are told, and each of them can stop it.",
      "button": "Remove my second factors",
      "done": "The waiting time has begun",
      "after": "A message tells you when it ends. If you find a factor again, log in with it: that stops the removal."
    },
    "keep_factors": {
      "title": "Keep your second factors",
      "text": "Somebody said that they are lost. With this, they stay.",
      "button": "Keep my second factors",
      "done": "Your second factors stay",
      "after": "Please choose a new password: somebody else knows yours, or reads your messages."
    },
    "undo_way_in": {
      "title": "Undo the change",
      "text": "Your second factors, passkeys and linked accounts become what they were before this change, and later changes of them are undone, too. All devices are logged out.",
      "button": "Undo the change",
      "done": "The change was undone",
      "after": "Please choose a new password: somebody else has access to your account."
    },
    "none": {
      "title": "This link is not complete",
      "text": "Please open the link in our message again."
    },
    "username": "Username",
    "new_password": "New password",
    "repeated": "The same password again",
    "show": "Show the password",
    "differ": "The two passwords are not the same.",
    "failed": "The service cannot be reached. Please try again.",
    "access_token": "Access token",
    "refresh_token": "Refresh token",
    "copy": "Copy",
    "copied": "Copied",
    "back": "Go on to the app",
    "rule": "At least {n} characters. Several words are good; common passwords and your own names are refused.",
    "refusals": {
      "invalid_proof": "This code or link is not valid, or no longer.",
      "username_taken": "This username is taken.",
      "email_taken": "This e-mail address is taken.",
      "mobile_taken": "This mobile number is taken.",
      "sign_up_closed": "Nobody can register here at present.",
      "not_offered": "This service does not offer this.",
      "account_not_active": "This account is not active.",
      "too_many_requests": "Too many requests: please wait a moment.",
      "unavailable": "The service is busy: please try again in a moment.",
      "other": "This did not work. Please try again later."
    },
    "reasons": {
      "Use at least {n} characters.": "Use at least {n} characters.",
      "This is one of the most common passwords, or one repeated: choose another.": "This is one of the most common passwords, or one repeated: choose another.",
      "Do not use your own names or numbers, or the name of this service.": "Do not use your own names or numbers, or the name of this service.",
      "This password is too easy to guess: use more words, or less usual ones.": "This password is too easy to guess: use more words, or less usual ones.",
      "This password is known from a data breach: choose another.": "This password is known from a data breach: choose another.",
      "Choose one that differs from the old password.": "Choose one that differs from the old password.",
      "You have used this password before: choose another.": "You have used this password before: choose another.",
      "Use only letters, digits and . _ + -": "Use only letters, digits and . _ + -",
      "Use 1 to {n} characters.": "Use 1 to {n} characters."
    }
  },
  "bn": {
    "activation": {
      "title": "আপনার অ্যাকাউন্ট সক্রিয় করুন",
      "text": "আর একটি ক্লিক করলেই আপনার অ্যাকাউন্ট প্রস্তুত।",
      "button": "অ্যাকাউন্ট সক্রিয় করুন",
      "done": "আপনার অ্যাকাউন্ট সক্রিয় হয়েছে",
      "after": "এখন আপনি লগ ইন করতে পারেন।",
      "ended": "নিবন্ধনের সময় দেওয়া পাসওয়ার্ড আর কাজ করবে না, কারণ এই লিংকটি অন্য একটি ডিভাইসে খোলা হয়েছে। আপনার অ্যাপে “পাসওয়ার্ড ভুলে গেছি” বেছে নিয়ে নতুন পাসওয়ার্ড দিন।"
    },
    "login": {
      "title": "লগ ইন করুন",
      "text": "লিংকটি আপনি নিজে চেয়ে থাকলে তবেই এগিয়ে যান।",
      "button": "লগ ইন করুন",
      "done": "আপনি লগ ইন করেছেন",
      "after": "আপনার অ্যাপ এই টোকেনগুলো চাইতে পারে। এগুলো যার কাছে থাকে সে-ই আপনার পরিচয়ে লগ ইন থাকে, তাই অন্য কাউকে দেবেন না।"
    },
    "reset": {
      "title": "নতুন পাসওয়ার্ড দিন",
      "text": "পাসওয়ার্ড পরিবর্তন হলে সব ডিভাইস থেকে লগ আউট হয়ে যাবে।",
      "button": "পাসওয়ার্ড সংরক্ষণ করুন",
      "done": "আপনার পাসওয়ার্ড পরিবর্তন করা হয়েছে",
      "after": "এখন এটি দিয়ে লগ ইন করতে পারেন।"
    },
    "change": {
      "title": "আপনার নতুন ঠিকানা নিশ্চিত করুন",
      "text": "যে ঠিকানায় এই লিংকটি পেয়েছেন, সেটি আপনার অ্যাকাউন্টের ঠিকানা হবে।",
      "button": "ঠিকানা নিশ্চিত করুন",
      "done": "আপনার ঠিকানা নিশ্চিত হয়েছে",
      "after": "এখন থেকে এটিই আপনার অ্যাকাউন্টের ঠিকানা।"
    },
    "undo": {
      "title": "পরিবর্তন বাতিল করুন",
      "text": "আপনার অ্যাকাউন্ট আগের ঠিকানা ফিরে পাবে। সব ডিভাইস থেকে লগ আউট হয়ে যাবে এবং বর্তমান পাসওয়ার্ড আর কাজ করবে না।",
      "button": "পরিবর্তন বাতিল করুন",
      "done": "পরিবর্তনটি বাতিল করা হয়েছে",
      "after": "এই ঠিকানায় একটি বার্তা পাঠানো হচ্ছে। সেটি দিয়ে নতুন পাসওয়ার্ড দিন।"
    },
    "invitation": {
      "title": "আপনার অ্যাকাউন্ট খুলুন",
      "text": "আপনাকে আমন্ত্রণ জানানো হয়েছে। একটি ইউজারনেম ও পাসওয়ার্ড বেছে নিন: যে ঠিকানায় এই লিংকটি এসেছে, অ্যাকাউন্টে সেটিই থাকবে।",
      "button": "অ্যাকাউন্ট খুলুন",
      "done": "আপনার অ্যাকাউন্ট তৈরি হয়েছে",
      "after": "এখন আপনি লগ ইন করতে পারেন।"
    },
    "lost_factor": {
      "title": "আমার দ্বিতীয় ধাপের যাচাই হারিয়েছে",
      "text": "অপেক্ষার সময় শেষে আপনার অ্যাকাউন্টের সব দ্বিতীয় ধাপের যাচাই ও পুনরুদ্ধার কোড সরানো হবে। আপনার সব ঠিকানায় জানানো হবে, এবং প্রতিটি থেকে এটি বন্ধ করা যাবে।",
      "button": "আমার দ্বিতীয় ধাপের যাচাই সরান",
      "done": "অপেক্ষার সময় শুরু হয়েছে",
      "after": "কখন তা শেষ হবে তা একটি বার্তায় জানানো হবে। যাচাইটি আবার খুঁজে পেলে সেটি দিয়ে লগ ইন করুন; তাতে সরানো বন্ধ হবে।"
    },
    "keep_factors": {
      "title": "আপনার দ্বিতীয় ধাপের যাচাই রাখুন",
      "text": "কেউ জানিয়েছেন যে সেগুলো হারিয়ে গেছে। এতে সেগুলো থেকে যাবে।",
      "button": "আমার দ্বিতীয় ধাপের যাচাই রাখুন",
      "done": "আপনার দ্বিতীয় ধাপের যাচাই থাকছে",
      "after": "একটি নতুন পাসওয়ার্ড দিন: অন্য কেউ আপনার পাসওয়ার্ড জানেন অথবা আপনার বার্তা পড়েন।"
    },
    "undo_way_in": {
      "title": "পরিবর্তন বাতিল করুন",
      "text": "আপনার দ্বিতীয় ধাপের যাচাই, পাসকি ও যুক্ত অ্যাকাউন্টগুলো এই পরিবর্তনের আগের মতো হবে, এবং পরের পরিবর্তনগুলোও বাতিল হবে। সব ডিভাইস থেকে লগ আউট হয়ে যাবে।",
      "button": "পরিবর্তন বাতিল করুন",
      "done": "পরিবর্তনটি বাতিল করা হয়েছে",
      "after": "একটি নতুন পাসওয়ার্ড দিন: অন্য কেউ আপনার অ্যাকাউন্টে ঢুকেছে।"
    },
    "none": {
      "title": "লিংকটি সম্পূর্ণ নয়",
      "text": "আমাদের বার্তার লিংকটি আবার খুলুন।"
    },
    "username": "ইউজারনেম",
    "new_password": "নতুন পাসওয়ার্ড",
    "repeated": "একই পাসওয়ার্ড আবার",
    "show": "পাসওয়ার্ড দেখান",
    "differ": "পাসওয়ার্ড দুটি এক নয়।",
    "failed": "পরিষেবাটির সঙ্গে সংযোগ করা যাচ্ছে না। আবার চেষ্টা করুন।",
    "access_token": "অ্যাক্সেস টোকেন",
    "refresh_token": "রিফ্রেশ টোকেন",
    "copy": "কপি করুন",
    "copied": "কপি হয়েছে",
    "back": "অ্যাপে ফিরে যান",
    "rule": "কমপক্ষে {n}টি অক্ষর। কয়েকটি শব্দ ভালো; প্রচলিত পাসওয়ার্ড এবং আপনার নিজের নাম গ্রহণ করা হয় না।",
    "refusals": {
      "invalid_proof": "লিংকটি আগে ব্যবহার করা হয়েছে, অথবা এর মেয়াদ শেষ। নতুন একটি চেয়ে নিন।",
      "username_taken": "এই ইউজারনেমটি অন্য একজনের।",
      "email_taken": "এই ই-মেইল ঠিকানাটি অন্য একটি অ্যাকাউন্টের।",
      "mobile_taken": "এই মোবাইল নম্বরটি অন্য একটি অ্যাকাউন্টের।",
      "sign_up_closed": "এখানে এখন নিবন্ধন বন্ধ।",
      "not_offered": "এই পরিষেবায় এটি নেই।",
      "account_not_active": "এই অ্যাকাউন্টটি সক্রিয় নয়।",
      "too_many_requests": "অনেক বেশি অনুরোধ। একটু অপেক্ষা করে আবার চেষ্টা করুন।",
      "unavailable": "পরিষেবাটি ব্যস্ত। একটু পরে আবার চেষ্টা করুন।",
      "other": "এটি করা যায়নি। পরে আবার চেষ্টা করুন।"
    },
    "reasons": {
      "Use at least {n} characters.": "কমপক্ষে {n}টি অক্ষর ব্যবহার করুন।",
      "This is one of the most common passwords, or one repeated: choose another.": "এটি সবচেয়ে প্রচলিত পাসওয়ার্ডগুলোর একটি, অথবা তার পুনরাবৃত্তি: অন্য একটি দিন।",
      "Do not use your own names or numbers, or the name of this service.": "নিজের নাম বা নম্বর, কিংবা এই পরিষেবার নাম ব্যবহার করবেন না।",
      "This password is too easy to guess: use more words, or less usual ones.": "এই পাসওয়ার্ডটি অনুমান করা খুব সহজ: আরও শব্দ বা কম প্রচলিত শব্দ ব্যবহার করুন।",
      "This password is known from a data breach: choose another.": "এই পাসওয়ার্ডটি ফাঁস হওয়া তথ্যে আছে: অন্য একটি দিন।",
      "Choose one that differs from the old password.": "আগের পাসওয়ার্ড থেকে আলাদা একটি দিন।",
      "You have used this password before: choose another.": "এই পাসওয়ার্ডটি আগে ব্যবহার করেছেন: অন্য একটি দিন।",
      "Use only letters, digits and . _ + -": "শুধু অক্ষর, অঙ্ক এবং . _ + - ব্যবহার করুন।",
      "Use 1 to {n} characters.": "১ থেকে {n}টি অক্ষর ব্যবহার করুন।"
    }
  },
  "de": {
    "activation": {
      "title": "Aktivieren Sie Ihr Konto",
      "text": "Noch ein Klick, und Ihr Konto ist bereit.",
      "button": "Konto aktivieren",
      "done": "Ihr Konto ist aktiv",
      "after": "Sie können sich jetzt anmelden.",
      "ended": "Das Passwort der Registrierung gilt nicht mehr, weil dieser Link auf einem anderen Gerät geöffnet wurde. Wählen Sie in Ihrer App über „Passwort vergessen“ ein neues."
    },
    "login": {
      "title": "Anmelden",
      "text": "Fahren Sie nur fort, wenn Sie diesen Link selbst angefordert haben.",
      "button": "Anmelden",
      "done": "Sie sind angemeldet",
      "after": "Ihre App fragt Sie vielleicht nach diesen Tokens. Wer sie hat, ist als Sie angemeldet; geben Sie sie sonst niemandem."
    },
    "reset": {
      "title": "Wählen Sie ein neues Passwort",
      "text": "Mit dem neuen Passwort werden alle Geräte abgemeldet.",
      "button": "Passwort speichern",
      "done": "Ihr Passwort wurde geändert",
      "after": "Sie können sich jetzt damit anmelden."
    },
    "change": {
      "title": "Bestätigen Sie Ihre neue Adresse",
      "text": "Die Adresse, unter der Sie diesen Link erhalten haben, wird die Adresse Ihres Kontos.",
      "button": "Adresse bestätigen",
      "done": "Ihre Adresse ist bestätigt",
      "after": "Sie ist ab jetzt die Adresse Ihres Kontos."
    },
    "undo": {
      "title": "Änderung rückgängig machen",
      "text": "Ihr Konto bekommt seine frühere Adresse zurück. Alle Geräte werden abgemeldet, und das Passwort gilt nicht mehr.",
      "button": "Änderung rückgängig machen",
      "done": "Die Änderung wurde rückgängig gemacht",
      "after": "Eine Nachricht ist unterwegs an diese Adresse. Bitte wählen Sie damit ein neues Passwort."
    },
    "invitation": {
      "title": "Eröffnen Sie Ihr Konto",
      "text": "Sie sind eingeladen. Wählen Sie Benutzernamen und Passwort: Das Konto erhält die Adresse, an die dieser Link ging.",
      "button": "Konto eröffnen",
      "done": "Ihr Konto ist eröffnet",
      "after": "Sie können sich jetzt anmelden."
    },
    "lost_factor": {
      "title": "Mein zweiter Faktor ist verloren",
      "text": "Nach einer Wartezeit werden alle zweiten Faktoren und Wiederherstellungscodes Ihres Kontos entfernt. Alle Ihre Adressen erfahren es, und jede kann es verhindern.",
      "button": "Meine zweiten Faktoren entfernen",
      "done": "Die Wartezeit hat begonnen",
      "after": "Eine Nachricht sagt Ihnen, wann sie endet. Wenn Sie einen Faktor wiederfinden, melden Sie sich damit an: Dann wird nichts entfernt."
    },
    "keep_factors": {
      "title": "Zweite Faktoren behalten",
      "text": "Jemand hat sie als verloren gemeldet. Damit bleiben sie.",
      "button": "Meine zweiten Faktoren behalten",
      "done": "Ihre zweiten Faktoren bleiben",
      "after": "Bitte wählen Sie ein neues Passwort: Jemand anderes kennt Ihres oder liest Ihre Nachrichten."
    },
    "undo_way_in": {
      "title": "Änderung rückgängig machen",
      "text": "Ihre zweiten Faktoren, Passkeys und verknüpften Konten werden, wie sie vor dieser Änderung waren; auch spätere Änderungen daran werden rückgängig gemacht. Alle Geräte werden abgemeldet.",
      "button": "Änderung rückgängig machen",
      "done": "Die Änderung wurde rückgängig gemacht",
      "after": "Bitte wählen Sie ein neues Passwort: Jemand anderes hat Zugriff auf Ihr Konto."
    },
    "none": {
      "title": "Dieser Link ist nicht vollständig",
      "text": "Bitte öffnen Sie den Link aus unserer Nachricht noch einmal."
    },
    "username": "Benutzername",
    "new_password": "Neues Passwort",
    "repeated": "Dasselbe Passwort noch einmal",
    "show": "Passwort anzeigen",
    "differ": "Die beiden Passwörter sind nicht gleich.",
    "failed": "Der Dienst ist nicht erreichbar. Bitte versuchen Sie es noch einmal.",
    "access_token": "Zugriffstoken",
    "refresh_token": "Erneuerungstoken",
    "copy": "Kopieren",
    "copied": "Kopiert",
    "back": "Weiter zur App",
    "rule": "Mindestens {n} Zeichen. Mehrere Wörter sind gut; häufige Passwörter und Ihre eigenen Namen werden abgelehnt.",
    "refusals": {
      "invalid_proof": "Dieser Link wurde schon verwendet oder ist abgelaufen. Lassen Sie sich einen neuen schicken.",
      "username_taken": "Dieser Benutzername ist vergeben.",
      "email_taken": "Diese E-Mail-Adresse gehört zu einem anderen Konto.",
      "mobile_taken": "Diese Mobilnummer gehört zu einem anderen Konto.",
      "sign_up_closed": "Zurzeit kann sich hier niemand registrieren.",
      "not_offered": "Dieser Dienst bietet das nicht an.",
      "account_not_active": "Dieses Konto ist nicht aktiv.",
      "too_many_requests": "Zu viele Anfragen. Bitte warten Sie einen Moment und versuchen Sie es noch einmal.",
      "unavailable": "Der Dienst ist ausgelastet. Bitte versuchen Sie es gleich noch einmal.",
      "other": "Das hat nicht geklappt. Bitte versuchen Sie es später noch einmal."
    },
    "reasons": {
      "Use at least {n} characters.": "Verwenden Sie mindestens {n} Zeichen.",
      "This is one of the most common passwords, or one repeated: choose another.": "Das ist eines der häufigsten Passwörter oder seine Wiederholung: Wählen Sie ein anderes.",
      "Do not use your own names or numbers, or the name of this service.": "Verwenden Sie weder eigene Namen oder Nummern noch den Namen dieses Dienstes.",
      "This password is too easy to guess: use more words, or less usual ones.": "Dieses Passwort ist zu leicht zu erraten: Nehmen Sie mehr oder seltenere Wörter.",
      "This password is known from a data breach: choose another.": "Dieses Passwort ist aus einem Datenleck bekannt: Wählen Sie ein anderes.",
      "Choose one that differs from the old password.": "Wählen Sie eines, das sich vom bisherigen unterscheidet.",
      "You have used this password before: choose another.": "Sie haben dieses Passwort schon einmal verwendet: Wählen Sie ein anderes.",
      "Use only letters, digits and . _ + -": "Verwenden Sie nur Buchstaben, Ziffern und . _ + -",
      "Use 1 to {n} characters.": "Verwenden Sie 1 bis {n} Zeichen."
    }
  },
  "es": {
    "activation": {
      "title": "Active su cuenta",
      "text": "Un clic más y su cuenta estará lista.",
      "button": "Activar la cuenta",
      "done": "Su cuenta está activa",
      "after": "Ya puede iniciar sesión.",
      "ended": "La contraseña del registro ya no sirve, porque este enlace se ha abierto en otro dispositivo. Elija una nueva en su aplicación, con la opción de contraseña olvidada."
    },
    "login": {
      "title": "Inicie sesión",
      "text": "Continúe solo si ha solicitado usted este enlace.",
      "button": "Iniciar sesión",
      "done": "Ha iniciado sesión",
      "after": "Es posible que su aplicación le pida estos tokens. Quien los tenga habrá iniciado sesión en su nombre: no se los dé a nadie más."
    },
    "reset": {
      "title": "Elija una contraseña nueva",
      "text": "Al cambiar la contraseña se cerrará la sesión en todos los dispositivos.",
      "button": "Guardar la contraseña",
      "done": "Su contraseña ha cambiado",
      "after": "Ya puede iniciar sesión con ella."
    },
    "change": {
      "title": "Confirme su nueva dirección",
      "text": "La dirección en la que ha recibido este enlace será la dirección de su cuenta.",
      "button": "Confirmar la dirección",
      "done": "Su dirección está confirmada",
      "after": "A partir de ahora es la dirección de su cuenta."
    },
    "undo": {
      "title": "Deshaga el cambio",
      "text": "Su cuenta recuperará su dirección anterior. Se cerrará la sesión en todos los dispositivos y la contraseña dejará de ser válida.",
      "button": "Deshacer el cambio",
      "done": "El cambio se ha deshecho",
      "after": "Hemos enviado un mensaje a esta dirección. Úselo para elegir una contraseña nueva."
    },
    "invitation": {
      "title": "Abra su cuenta",
      "text": "Tiene una invitación. Elija un nombre de usuario y una contraseña: la cuenta tendrá la dirección en la que recibió este enlace.",
      "button": "Abrir la cuenta",
      "done": "Su cuenta está abierta",
      "after": "Ya puede iniciar sesión."
    },
    "lost_factor": {
      "title": "He perdido mi segundo factor",
      "text": "Tras un tiempo de espera se quitarán todos los segundos factores y códigos de recuperación de su cuenta. Se avisará a todas sus direcciones, y cada una podrá impedirlo.",
      "button": "Quitar mis segundos factores",
      "done": "El tiempo de espera ha comenzado",
      "after": "Un mensaje le dirá cuándo termina. Si encuentra un factor, inicie sesión con él: así no se quitará nada."
    },
    "keep_factors": {
      "title": "Conserve sus segundos factores",
      "text": "Alguien dijo que se han perdido. Así se conservan.",
      "button": "Conservar mis segundos factores",
      "done": "Sus segundos factores se conservan",
      "after": "Elija una contraseña nueva: otra persona conoce la suya o lee sus mensajes."
    },
    "undo_way_in": {
      "title": "Deshaga el cambio",
      "text": "Sus segundos factores, llaves de acceso y cuentas vinculadas volverán a ser los de antes de este cambio, y los cambios posteriores también se desharán. Se cerrará la sesión en todos los dispositivos.",
      "button": "Deshacer el cambio",
      "done": "El cambio se ha deshecho",
      "after": "Elija una contraseña nueva: otra persona tiene acceso a su cuenta."
    },
    "none": {
      "title": "Este enlace no está completo",
      "text": "Abra de nuevo el enlace de nuestro mensaje."
    },
    "username": "Nombre de usuario",
    "new_password": "Contraseña nueva",
    "repeated": "La misma contraseña otra vez",
    "show": "Mostrar la contraseña",
    "differ": "Las dos contraseñas no son iguales.",
    "failed": "No se puede contactar con el servicio. Inténtelo de nuevo.",
    "access_token": "Token de acceso",
    "refresh_token": "Token de actualización",
    "copy": "Copiar",
    "copied": "Copiado",
    "back": "Ir a la aplicación",
    "rule": "Al menos {n} caracteres. Varias palabras son una buena opción; no se aceptan contraseñas comunes ni sus propios nombres.",
    "refusals": {
      "invalid_proof": "Este enlace ya se ha usado o ha caducado. Pida uno nuevo.",
      "username_taken": "Este nombre de usuario ya existe.",
      "email_taken": "Esta dirección de correo pertenece a otra cuenta.",
      "mobile_taken": "Este número de móvil pertenece a otra cuenta.",
      "sign_up_closed": "Ahora nadie puede registrarse aquí.",
      "not_offered": "Este servicio no ofrece esto.",
      "account_not_active": "Esta cuenta no está activa.",
      "too_many_requests": "Demasiadas solicitudes. Espere un momento e inténtelo de nuevo.",
      "unavailable": "El servicio está ocupado. Inténtelo de nuevo en un momento.",
      "other": "No ha funcionado. Inténtelo de nuevo más tarde."
    },
    "reasons": {
      "Use at least {n} characters.": "Use al menos {n} caracteres.",
      "This is one of the most common passwords, or one repeated: choose another.": "Es una de las contraseñas más comunes, o una repetida: elija otra.",
      "Do not use your own names or numbers, or the name of this service.": "No use sus propios nombres o números, ni el nombre de este servicio.",
      "This password is too easy to guess: use more words, or less usual ones.": "Esta contraseña es demasiado fácil de adivinar: use más palabras, o menos habituales.",
      "This password is known from a data breach: choose another.": "Esta contraseña se conoce por una filtración de datos: elija otra.",
      "Choose one that differs from the old password.": "Elija una que sea distinta de la anterior.",
      "You have used this password before: choose another.": "Ya ha usado esta contraseña: elija otra.",
      "Use only letters, digits and . _ + -": "Use solo letras, cifras y . _ + -",
      "Use 1 to {n} characters.": "Use de 1 a {n} caracteres."
    }
  },
  "fr": {
    "activation": {
      "title": "Activez votre compte",
      "text": "Encore un clic, et votre compte est prêt.",
      "button": "Activer le compte",
      "done": "Votre compte est actif",
      "after": "Vous pouvez maintenant vous connecter.",
      "ended": "Le mot de passe de l’inscription n’est plus valable, car ce lien a été ouvert sur un autre appareil. Choisissez-en un nouveau dans votre application, par « mot de passe oublié »."
    },
    "login": {
      "title": "Connectez-vous",
      "text": "Ne continuez que si vous avez vous-même demandé ce lien.",
      "button": "Se connecter",
      "done": "Vous avez ouvert une session",
      "after": "Votre application vous demandera peut-être ces jetons. Qui les possède est connecté à votre place : ne les donnez à personne d’autre."
    },
    "reset": {
      "title": "Choisissez un nouveau mot de passe",
      "text": "Tous les appareils seront déconnectés lorsque le mot de passe changera.",
      "button": "Enregistrer le mot de passe",
      "done": "Votre mot de passe a été modifié",
      "after": "Vous pouvez maintenant vous connecter avec celui-ci."
    },
    "change": {
      "title": "Confirmez votre nouvelle adresse",
      "text": "L’adresse à laquelle vous avez reçu ce lien va devenir celle de votre compte.",
      "button": "Confirmer l’adresse",
      "done": "Votre adresse est confirmée",
      "after": "C’est désormais l’adresse de votre compte."
    },
    "undo": {
      "title": "Annulez la modification",
      "text": "Votre compte va retrouver son ancienne adresse. Tous les appareils seront déconnectés et le mot de passe ne sera plus valable.",
      "button": "Annuler la modification",
      "done": "La modification a été annulée",
      "after": "Un message est en route vers cette adresse. Utilisez-le pour choisir un nouveau mot de passe."
    },
    "invitation": {
      "title": "Ouvrez votre compte",
      "text": "Vous avez une invitation. Choisissez un nom d’utilisateur et un mot de passe : le compte recevra l’adresse où ce lien vous est parvenu.",
      "button": "Ouvrir le compte",
      "done": "Votre compte est ouvert",
      "after": "Vous pouvez vous connecter."
    },
    "lost_factor": {
      "title": "J’ai perdu mon second facteur",
      "text": "Après un délai d’attente, tous les seconds facteurs et codes de secours de votre compte seront retirés. Toutes vos adresses en seront informées, et chacune pourra l’empêcher.",
      "button": "Retirer mes seconds facteurs",
      "done": "Le délai d’attente a commencé",
      "after": "Un message vous dira quand il se termine. Si vous retrouvez un facteur, connectez-vous avec lui : rien ne sera retiré."
    },
    "keep_factors": {
      "title": "Gardez vos seconds facteurs",
      "text": "Quelqu’un a dit qu’ils sont perdus. Ainsi, ils restent.",
      "button": "Garder mes seconds facteurs",
      "done": "Vos seconds facteurs restent",
      "after": "Choisissez un nouveau mot de passe : quelqu’un d’autre connaît le vôtre ou lit vos messages."
    },
    "undo_way_in": {
      "title": "Annulez la modification",
      "text": "Vos seconds facteurs, clés d’accès et comptes liés redeviendront ce qu’ils étaient avant cette modification, et les modifications ultérieures seront annulées aussi. Tous les appareils seront déconnectés.",
      "button": "Annuler la modification",
      "done": "La modification a été annulée",
      "after": "Choisissez un nouveau mot de passe : quelqu’un d’autre a accès à votre compte."
    },
    "none": {
      "title": "Ce lien n’est pas complet",
      "text": "Veuillez ouvrir à nouveau le lien de notre message."
    },
    "username": "Nom d’utilisateur",
    "new_password": "Nouveau mot de passe",
    "repeated": "Le même mot de passe encore une fois",
    "show": "Afficher le mot de passe",
    "differ": "Les deux mots de passe ne sont pas identiques.",
    "failed": "Le service est injoignable. Veuillez réessayer.",
    "access_token": "Jeton d’accès",
    "refresh_token": "Jeton d’actualisation",
    "copy": "Copier",
    "copied": "Copié",
    "back": "Aller à l’application",
    "rule": "Au moins {n} caractères. Plusieurs mots conviennent bien ; les mots de passe courants et vos propres noms sont refusés.",
    "refusals": {
      "invalid_proof": "Ce lien a déjà été utilisé ou a expiré. Demandez-en un nouveau.",
      "username_taken": "Ce nom d’utilisateur est pris.",
      "email_taken": "Cette adresse e-mail appartient à un autre compte.",
      "mobile_taken": "Ce numéro de mobile appartient à un autre compte.",
      "sign_up_closed": "Personne ne peut s’inscrire ici pour le moment.",
      "not_offered": "Ce service ne propose pas cela.",
      "account_not_active": "Ce compte n’est pas actif.",
      "too_many_requests": "Trop de demandes. Veuillez patienter un moment, puis réessayer.",
      "unavailable": "Le service est occupé. Veuillez réessayer dans un instant.",
      "other": "Cela n’a pas fonctionné. Veuillez réessayer plus tard."
    },
    "reasons": {
      "Use at least {n} characters.": "Utilisez au moins {n} caractères.",
      "This is one of the most common passwords, or one repeated: choose another.": "C’est l’un des mots de passe les plus courants, ou sa répétition : choisissez-en un autre.",
      "Do not use your own names or numbers, or the name of this service.": "N’utilisez ni vos propres noms ou numéros, ni le nom de ce service.",
      "This password is too easy to guess: use more words, or less usual ones.": "Ce mot de passe est trop facile à deviner : utilisez plus de mots, ou des mots moins courants.",
      "This password is known from a data breach: choose another.": "Ce mot de passe est connu d’une fuite de données : choisissez-en un autre.",
      "Choose one that differs from the old password.": "Choisissez-en un qui diffère de l’ancien.",
      "You have used this password before: choose another.": "Vous avez déjà utilisé ce mot de passe : choisissez-en un autre.",
      "Use only letters, digits and . _ + -": "Utilisez seulement des lettres, des chiffres et . _ + -",
      "Use 1 to {n} characters.": "Utilisez de 1 à {n} caractères."
    }
  }
};
