const WORDS = {
  "en": {
    "activation": {
      "title": "Activate your account",
      "text": "One more click, and your account is ready.",
      "button": "Activate the account",
      "done": "Your account is active",
      "after": "You can log in now."
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
    "none": {
      "title": "This link is not complete",
      "text": "Please open the link in our message again."
    },
    "new_password": "New password",
    "repeated": "The same password again",
    "show": "Show the password",
    "differ": "The two passwords are not the same.",
    "failed": "The service cannot be reached. Please try again.",
    "access_token": "Access token",
    "refresh_token": "Refresh token",
    "copy": "Copy",
    "copied": "Copied"
  },
  "bn": {
    "activation": {
      "title": "আপনার অ্যাকাউন্ট সক্রিয় করুন",
      "text": "আর একটি ক্লিক করলেই আপনার অ্যাকাউন্ট প্রস্তুত।",
      "button": "অ্যাকাউন্ট সক্রিয় করুন",
      "done": "আপনার অ্যাকাউন্ট সক্রিয় হয়েছে",
      "after": "এখন আপনি লগ ইন করতে পারেন।"
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
    "none": {
      "title": "লিংকটি সম্পূর্ণ নয়",
      "text": "আমাদের বার্তার লিংকটি আবার খুলুন।"
    },
    "new_password": "নতুন পাসওয়ার্ড",
    "repeated": "একই পাসওয়ার্ড আবার",
    "show": "পাসওয়ার্ড দেখান",
    "differ": "পাসওয়ার্ড দুটি এক নয়।",
    "failed": "পরিষেবাটির সঙ্গে সংযোগ করা যাচ্ছে না। আবার চেষ্টা করুন।",
    "access_token": "অ্যাক্সেস টোকেন",
    "refresh_token": "রিফ্রেশ টোকেন",
    "copy": "কপি করুন",
    "copied": "কপি হয়েছে"
  },
  "de": {
    "activation": {
      "title": "Aktivieren Sie Ihr Konto",
      "text": "Noch ein Klick, und Ihr Konto ist bereit.",
      "button": "Konto aktivieren",
      "done": "Ihr Konto ist aktiv",
      "after": "Sie können sich jetzt anmelden."
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
    "none": {
      "title": "Dieser Link ist nicht vollständig",
      "text": "Bitte öffnen Sie den Link aus unserer Nachricht noch einmal."
    },
    "new_password": "Neues Passwort",
    "repeated": "Dasselbe Passwort noch einmal",
    "show": "Passwort anzeigen",
    "differ": "Die beiden Passwörter sind nicht gleich.",
    "failed": "Der Dienst ist nicht erreichbar. Bitte versuchen Sie es noch einmal.",
    "access_token": "Zugriffstoken",
    "refresh_token": "Erneuerungstoken",
    "copy": "Kopieren",
    "copied": "Kopiert"
  },
  "es": {
    "activation": {
      "title": "Active su cuenta",
      "text": "Un clic más y su cuenta estará lista.",
      "button": "Activar la cuenta",
      "done": "Su cuenta está activa",
      "after": "Ya puede iniciar sesión."
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
    "none": {
      "title": "Este enlace no está completo",
      "text": "Abra de nuevo el enlace de nuestro mensaje."
    },
    "new_password": "Contraseña nueva",
    "repeated": "La misma contraseña otra vez",
    "show": "Mostrar la contraseña",
    "differ": "Las dos contraseñas no son iguales.",
    "failed": "No se puede contactar con el servicio. Inténtelo de nuevo.",
    "access_token": "Token de acceso",
    "refresh_token": "Token de actualización",
    "copy": "Copiar",
    "copied": "Copiado"
  },
  "fr": {
    "activation": {
      "title": "Activez votre compte",
      "text": "Encore un clic, et votre compte est prêt.",
      "button": "Activer le compte",
      "done": "Votre compte est actif",
      "after": "Vous pouvez maintenant vous connecter."
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
    "none": {
      "title": "Ce lien n’est pas complet",
      "text": "Veuillez ouvrir à nouveau le lien de notre message."
    },
    "new_password": "Nouveau mot de passe",
    "repeated": "Le même mot de passe encore une fois",
    "show": "Afficher le mot de passe",
    "differ": "Les deux mots de passe ne sont pas identiques.",
    "failed": "Le service est injoignable. Veuillez réessayer.",
    "access_token": "Jeton d’accès",
    "refresh_token": "Jeton d’actualisation",
    "copy": "Copier",
    "copied": "Copié"
  }
};
